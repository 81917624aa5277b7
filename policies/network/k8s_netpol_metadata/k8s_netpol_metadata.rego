# METADATA
# title: Network policies keep pods from the cloud's metadata service
# description: The metadata service hands the node's credentials to whoever asks over plain HTTP, so a pod that reaches it may become the node.
# scope: package
# custom:
#   id: k8s-netpol-metadata
#   severity: medium
#   origins: [kubernetes]
#   selector: {types: [networking.k8s.io/NetworkPolicy], with: [network_peers, network_policy]}
#   requires:
#     - facets.network_peers.metadata[].path
#     - facets.network_peers.metadata[].via
#     - facets.network_peers.other_engine
#     - facets.network_policy.egress.effective
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: Except 169.254.169.254 from every range that holds it, or name the ports and destinations that are needed.
#       manual: pods may get their credentials from there
#       snippet: |
#         egress:
#           - to:
#               - ipBlock: {cidr: 0.0.0.0/0, except: [169.254.169.254/32]}
#             ports: [{port: 443, protocol: TCP}]
#   references:
#     - https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
#     - https://cloud.google.com/kubernetes-engine/docs/how-to/protecting-cluster-metadata
package network.k8s_netpol_metadata

import data.lib.finding

deny contains finding.new(resource, rule.path, message) if {
	some resource in input.resources
	not is_string(resource.facets.network_peers.other_engine)
	some rule in resource.facets.network_peers.metadata
	message := $"egress to {rule.via} reaches the metadata service at 169.254.169.254 over HTTP"
}

undecided contains finding.undecided(resource, resource.facets.network_peers.other_engine) if {
	some resource in input.resources
	is_string(resource.facets.network_peers.other_engine)
	count(resource.facets.network_peers.metadata) > 0
}

exempt contains finding.exempt(resource, "the policy does not restrict egress") if {
	some resource in input.resources
	resource.facets.network_policy.egress.effective == false
}
