# METADATA
# title: Network policies take effect as written
# description: Rules for a direction that policyTypes does not list are ignored, and an egress list without DNS breaks every call by name.
# scope: package
# custom:
#   id: k8s-netpol-policytypes
#   severity: medium
#   origins: [kubernetes]
#   selector: {types: [networking.k8s.io/NetworkPolicy], with: [network_policy]}
#   requires:
#     - facets.network_policy.egress.effective
#     - facets.network_policy.egress.rules
#     - facets.network_policy.ingress.effective
#     - facets.network_policy.ingress.rules
#     - facets.network_policy.without_dns[]
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: List in `policyTypes` every direction that has rules, and let pods that call hosts by name ask DNS.
#       manual: rules that come into force cut off what they do not name
#       snippet: |
#         policyTypes: [Ingress, Egress]
#         egress:
#           - to:
#               - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}
#                 podSelector: {matchLabels: {k8s-app: kube-dns}}
#             ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]
#   references:
#     - https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
package network.k8s_netpol_policytypes

import data.lib.finding

deny contains finding.new(resource, ["spec", "policyTypes"], "its egress rules are ignored, policyTypes does not list Egress") if {
	some resource in input.resources
	_ignored(resource.facets.network_policy.egress)
}

deny contains finding.new(resource, ["spec", "policyTypes"], "its ingress rules are ignored, policyTypes does not list Ingress") if {
	some resource in input.resources
	_ignored(resource.facets.network_policy.ingress)
}

deny contains finding.graded(resource, ["spec", "egress"], message, "low") if {
	some resource in input.resources
	some workload in resource.facets.network_policy.without_dns
	message := $"no egress rule allows DNS, and {workload} calls hosts by name"
}

_ignored(direction) if {
	direction.effective == false
	count(direction.rules) > 0
}
