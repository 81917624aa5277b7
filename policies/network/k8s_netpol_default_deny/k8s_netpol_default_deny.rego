# METADATA
# title: Namespaces deny traffic by default
# description: Without a policy that selects all pods and allows nothing, a new pod is open until somebody thinks of it.
# scope: package
# custom:
#   id: k8s-netpol-default-deny
#   severity: medium
#   origins: [kubernetes]
#   selector: {types: [scope/namespace], with: [default_deny]}
#   requires:
#     - facets.default_deny.egress
#     - facets.default_deny.ingress
#     - facets.default_deny.workloads
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: Add a NetworkPolicy with an empty pod selector, both policy types and no rules; then allow what is needed by further policies, DNS first.
#       manual: a policy that cuts off needs others that allow what is used
#       snippet: |
#         apiVersion: networking.k8s.io/v1
#         kind: NetworkPolicy
#         metadata: {name: default-deny, namespace: shop}
#         spec:
#           podSelector: {}
#           policyTypes: [Ingress, Egress]
#   references:
#     - https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies
package network.k8s_netpol_default_deny

import data.lib.finding

deny contains finding.graded(resource, [], message, "high") if {
	some resource in input.resources
	some direction in ["ingress", "egress"]
	resource.facets.default_deny[direction] == false
	message := $"no network policy denies all {direction} by default"
}

exempt contains finding.exempt(resource, "no workload of this namespace is in the input") if {
	some resource in input.resources
	resource.facets.default_deny.workloads == 0
}
