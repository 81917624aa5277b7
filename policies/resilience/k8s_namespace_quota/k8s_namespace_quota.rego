# METADATA
# title: Namespaces have a quota of computing resources
# description: Without a quota one namespace, by a mistake or an attack, can take the CPU and memory of the whole cluster.
# scope: package
# custom:
#   id: k8s-namespace-quota
#   severity: low
#   origins: [kubernetes]
#   selector: {types: [scope/namespace], with: [namespace_bounds]}
#   requires:
#     - facets.default_deny.workloads
#     - facets.namespace_bounds.quota
#   parameters: [privileged_namespaces]
#   presence: true
#   remediation:
#     kubernetes:
#       text: Add a ResourceQuota to the namespace; with one of memory or CPU every pod has to state what it needs.
#       manual: the numbers are a decision
#       snippet: |
#         apiVersion: v1
#         kind: ResourceQuota
#         metadata: {name: compute, namespace: shop}
#         spec:
#           hard:
#             requests.cpu: "8"
#             requests.memory: 16Gi
#             limits.memory: 16Gi
#   references:
#     - https://kubernetes.io/docs/concepts/policy/resource-quotas/
package resilience.k8s_namespace_quota

import data.lib.finding

deny contains finding.new(resource, [], "no ResourceQuota bounds its CPU or memory") if {
	some resource in input.resources
	not _compliant(resource.facets.namespace_bounds)
}

exempt contains finding.exempt(resource, "a namespace of the system (parameter privileged_namespaces)") if {
	some resource in input.resources
	resource.name in data.parameters.privileged_namespaces
}

exempt contains finding.exempt(resource, "no workload of this namespace is in the input") if {
	some resource in input.resources
	resource.facets.default_deny.workloads == 0
}

_compliant(bounds) if bounds.quota == true
