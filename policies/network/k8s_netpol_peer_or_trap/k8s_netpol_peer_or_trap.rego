# METADATA
# title: Network policies combine namespaces and pods as they mean to
# description: Two peers in one list are alternatives. A namespace beside a pod selector lets in every pod of that namespace, not only the chosen ones.
# scope: package
# custom:
#   id: k8s-netpol-peer-or-trap
#   severity: low
#   origins: [kubernetes]
#   selector: {types: [networking.k8s.io/NetworkPolicy], with: [network_peers]}
#   requires:
#     - facets.network_peers.either_or[].direction
#     - facets.network_peers.either_or[].path
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: Put both selectors into one peer where pods of a namespace are meant; where either is meant, write two rules, so that nobody has to guess.
#       manual: whether both or either is meant is not in the manifest
#       snippet: |
#         ingress:
#           - from:
#               - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: consumers}}
#                 podSelector: {matchLabels: {role: client}}
#   references:
#     - https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors
package network.k8s_netpol_peer_or_trap

import data.lib.finding

deny contains finding.new(resource, trap.path, message) if {
	some resource in input.resources
	some trap in resource.facets.network_peers.either_or
	message := $"one {trap.direction} rule names all pods of some namespaces or pods of this one, where either is enough"
}
