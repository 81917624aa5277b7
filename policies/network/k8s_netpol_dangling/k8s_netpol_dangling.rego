# METADATA
# title: Network policies meet the pods they speak of
# description: A policy whose selectors match nothing protects nothing, and one that lets DNS out over TCP alone breaks every call by name until somebody opens it wide.
# scope: package
# custom:
#   id: k8s-netpol-dangling
#   severity: low
#   origins: [kubernetes]
#   selector: {types: [networking.k8s.io/NetworkPolicy], with: [network_peers]}
#   requires:
#     - facets.network_peers.dangling[].path
#     - facets.network_peers.dns_without_udp[].path
#     - facets.network_peers.selects
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: Use the labels that the pod templates carry, and let DNS out over UDP and TCP.
#       manual: which pods are meant is not in the manifest
#       snippet: |
#         spec:
#           podSelector: {matchLabels: {app: web}}
#           egress:
#             - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}]
#               ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]
#   references:
#     - https://kubernetes.io/docs/concepts/services-networking/network-policies/
package network.k8s_netpol_dangling

import data.lib.finding

deny contains finding.new(resource, ["spec", "podSelector"], "its pod selector matches no pods") if {
	some resource in input.resources
	resource.facets.network_peers.selects == false
}

deny contains finding.new(resource, peer.path, "the peer's pod selector matches no pods") if {
	some resource in input.resources
	some peer in resource.facets.network_peers.dangling
}

deny contains finding.new(resource, rule.path, "DNS is let out over TCP alone, without UDP") if {
	some resource in input.resources
	some rule in resource.facets.network_peers.dns_without_udp
}
