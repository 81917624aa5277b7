# METADATA
# title: Every pod is covered by a network policy for ingress
# description: A pod that no NetworkPolicy selects accepts connections from every other pod of the cluster.
# scope: package
# custom:
#   id: k8s-netpol-covers-pod
#   severity: high
#   origins: [kubernetes]
#   selector: {with: [network_isolation]}
#   requires:
#     - facets.network_isolation.ingress.isolated
#     - facets.pod.path
#     - facets.pod.spec.hostNetwork
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Add a NetworkPolicy in the same namespace that selects the labels of these pods and lists who may connect.
#       manual: who may connect is not in the manifest
#       snippet: |
#         apiVersion: networking.k8s.io/v1
#         kind: NetworkPolicy
#         metadata: {name: web, namespace: shop}
#         spec:
#           podSelector: {matchLabels: {app: web}}
#           policyTypes: [Ingress]
#           ingress:
#             - from:
#                 - podSelector: {matchLabels: {app: frontend}}
#               ports: [{port: 8080, protocol: TCP}]
#   references:
#     - https://kubernetes.io/docs/concepts/services-networking/network-policies/
package network.k8s_netpol_covers_pod

import data.lib.finding
import data.lib.network_policy

deny contains finding.new(resource, path, "no network policy for ingress selects its pods") if {
	some resource in input.resources
	not _compliant(resource)
	path := network_policy.pod_labels_path(resource.facets.pod)
}

# On the node's own network no NetworkPolicy binds them; k8s-host-network judges that.
exempt contains finding.exempt(resource, "its pods use the network of the node, where network policies do not apply") if {
	some resource in input.resources
	resource.facets.pod.spec.hostNetwork == true
}

_compliant(resource) if resource.facets.network_isolation.ingress.isolated == true
