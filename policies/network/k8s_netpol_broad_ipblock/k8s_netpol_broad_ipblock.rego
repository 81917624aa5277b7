# METADATA
# title: Network policies name narrow public address ranges
# description: A range of millions of public addresses holds hosts of anybody, and one of them is enough to carry data off.
# scope: package
# custom:
#   id: k8s-netpol-broad-ipblock
#   severity: medium
#   origins: [kubernetes]
#   selector: {types: [networking.k8s.io/NetworkPolicy], with: [network_peers, network_policy]}
#   requires:
#     - facets.network_peers.blocks[].cidr
#     - facets.network_peers.blocks[].direction
#     - facets.network_peers.blocks[].family
#     - facets.network_peers.blocks[].path
#     - facets.network_peers.blocks[].prefix_length
#     - facets.network_peers.blocks[].public
#     - facets.network_policy.egress.effective
#     - facets.network_policy.egress.rules[].reach
#   parameters: [fw_max_public_prefix, fw_max_public_prefix6]
#   independent: true
#   remediation:
#     kubernetes:
#       text: List the ranges that the service publishes, or send the traffic through an egress proxy.
#       manual: which addresses are needed is not in the manifest
#       snippet: |
#         egress:
#           - to:
#               - ipBlock: {cidr: 203.0.113.0/24}
#             ports: [{port: 443, protocol: TCP}]
#   references:
#     - https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
package network.k8s_netpol_broad_ipblock

import data.lib.finding
import data.lib.network_policy

deny contains finding.new(resource, block.path, message) if {
	some resource in input.resources
	some block in resource.facets.network_peers.blocks
	block.direction == "egress"
	not _narrow(block, data.parameters)
	message := $"egress to {block.cidr}, a public range of /{block.prefix_length}"
}

exempt contains finding.exempt(resource, "the policy does not restrict egress") if {
	some resource in input.resources
	resource.facets.network_policy.egress.effective == false
}

exempt contains finding.exempt(resource, "it lets traffic out to everywhere, which k8s-netpol-egress-anywhere judges") if {
	some resource in input.resources
	some rule in resource.facets.network_policy.egress.rules
	network_policy.anywhere(rule)
}

_narrow(block, _) if block.public == false

_narrow(block, parameters) if {
	limit := {4: parameters.fw_max_public_prefix, 6: parameters.fw_max_public_prefix6}[block.family]
	block.prefix_length >= limit
}
