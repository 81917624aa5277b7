# METADATA
# title: Namespaces bound single containers
# description: A LimitRange gives containers that state nothing a request and a limit, and turns away those that ask for too much.
# scope: package
# custom:
#   id: k8s-namespace-limit-range
#   severity: low
#   origins: [kubernetes]
#   selector: {types: [scope/namespace], with: [namespace_bounds]}
#   requires:
#     - facets.default_deny.workloads
#     - facets.namespace_bounds.limit_range
#   parameters: [privileged_namespaces]
#   presence: true
#   remediation:
#     kubernetes:
#       text: Add a LimitRange with defaults for containers to the namespace.
#       manual: the numbers are a decision
#       snippet: |
#         apiVersion: v1
#         kind: LimitRange
#         metadata: {name: containers, namespace: shop}
#         spec:
#           limits:
#             - type: Container
#               defaultRequest: {cpu: 100m, memory: 128Mi}
#               default: {memory: 256Mi}
#               max: {memory: 4Gi}
#   references:
#     - https://kubernetes.io/docs/concepts/policy/limit-range/
package resilience.k8s_namespace_limit_range

import data.lib.finding

deny contains finding.new(resource, [], "no LimitRange bounds its containers") if {
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

_compliant(bounds) if bounds.limit_range == true
