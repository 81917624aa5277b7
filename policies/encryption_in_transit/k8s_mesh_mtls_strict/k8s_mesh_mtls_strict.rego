# METADATA
# title: The mesh speaks mutual TLS only
# description: Where a mesh still takes or sends plain text, any pod of the network can listen in, and no caller has to prove who it is.
# scope: package
# custom:
#   id: k8s-mesh-mtls-strict
#   severity: medium
#   origins: [kubernetes]
#   selector: {types: [networking.istio.io/DestinationRule, scope/namespace, security.istio.io/PeerAuthentication], with: [mesh_tls]}
#   requires:
#     - facets.mesh_tls.plain[].path
#     - facets.mesh_tls.plain[].what
#     - facets.mesh_tls.stated
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: Set the mode STRICT in the root namespace of the mesh, and take out modes that weaken it for namespaces, ports and hosts.
#       manual: clients outside the mesh would be cut off
#       snippet: |
#         apiVersion: security.istio.io/v1
#         kind: PeerAuthentication
#         metadata: {name: default, namespace: istio-system}
#         spec:
#           mtls: {mode: STRICT}
#   references:
#     - https://istio.io/latest/docs/reference/config/security/peer_authentication/
#     - https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings
package encryption_in_transit.k8s_mesh_mtls_strict

import data.lib.finding

deny contains finding.new(resource, plain.path, message) if {
	some resource in input.resources
	some plain in resource.facets.mesh_tls.plain
	message := $"plain text is spoken in the mesh: {plain.what}"
}

exempt contains finding.exempt(resource, "it says nothing of TLS, and the mesh decides") if {
	some resource in input.resources
	resource.facets.mesh_tls.stated == false
}
