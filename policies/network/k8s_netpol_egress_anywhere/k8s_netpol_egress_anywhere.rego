# METADATA
# title: Network policies let nothing out to everywhere
# description: An egress rule without destinations, or to all addresses, lets data leave to any host on the internet.
# scope: package
# custom:
#   id: k8s-netpol-egress-anywhere
#   severity: high
#   origins: [kubernetes]
#   selector: {types: [networking.k8s.io/NetworkPolicy], with: [network_policy]}
#   requires:
#     - facets.network_policy.egress.effective
#     - facets.network_policy.egress.rules[].cidrs
#     - facets.network_policy.egress.rules[].dns_only
#     - facets.network_policy.egress.rules[].path
#     - facets.network_policy.egress.rules[].ports
#     - facets.network_policy.egress.rules[].reach
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: Name the destinations (pods, namespaces, or the address ranges of the service), or send the traffic through an egress proxy that checks host names; an empty `to` means everywhere, not nowhere.
#       manual: which destinations are needed is not in the manifest
#       snippet: |
#         egress:
#           - to:
#               - podSelector: {matchLabels: {app: egress-proxy}}
#             ports: [{port: 3128, protocol: TCP}]
#   references:
#     - https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
#     - https://kubernetes.io/docs/concepts/services-networking/network-policies/
package network.k8s_netpol_egress_anywhere

import data.lib.finding
import data.lib.network_policy

deny contains finding.graded(resource, rule.path, message, _severity(rule)) if {
	some resource in input.resources
	resource.facets.network_policy.egress.effective == true
	some rule in resource.facets.network_policy.egress.rules
	network_policy.anywhere(rule)
	message := $"egress to {network_policy.place(rule)} on {rule.ports}"
}

exempt contains finding.exempt(resource, "the policy does not restrict egress") if {
	some resource in input.resources
	resource.facets.network_policy.egress.effective == false
}

# The grades of fw-egress-world: the same opening is as bad on both platforms.
_severity(rule) := "low" if {
	rule.dns_only
} else := "high" if {
	network_policy.every_port(rule)
} else := "medium"
