# METADATA
# title: Network policies let nothing in from everywhere
# description: An ingress rule without sources, or from all addresses, protects its pods from nobody.
# scope: package
# custom:
#   id: k8s-netpol-ingress-anywhere
#   severity: medium
#   origins: [kubernetes]
#   selector: {types: [networking.k8s.io/NetworkPolicy], with: [network_policy]}
#   requires:
#     - facets.network_policy.ingress.effective
#     - facets.network_policy.ingress.rules[].cidrs
#     - facets.network_policy.ingress.rules[].path
#     - facets.network_policy.ingress.rules[].ports
#     - facets.network_policy.ingress.rules[].reach
#     - facets.network_policy.public_workloads
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: "Name the pods, namespaces or address ranges that may connect; where the workload is meant for everybody behind an Ingress or load balancer, label it `exposure: public`."
#       manual: who may connect is not in the manifest
#       snippet: |
#         ingress:
#           - from:
#               - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ingress-nginx}}
#             ports: [{port: 8080, protocol: TCP}]
#   references:
#     - https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
#     - https://kubernetes.io/docs/concepts/services-networking/network-policies/
package network.k8s_netpol_ingress_anywhere

import data.lib.finding
import data.lib.network_policy

deny contains finding.new(resource, rule.path, message) if {
	some resource in input.resources
	resource.facets.network_policy.ingress.effective == true
	not resource.facets.network_policy.public_workloads == true
	some rule in resource.facets.network_policy.ingress.rules
	network_policy.anywhere(rule)
	message := $"ingress from {network_policy.place(rule)} on {rule.ports}"
}

exempt contains finding.exempt(resource, "the policy does not restrict ingress") if {
	some resource in input.resources
	resource.facets.network_policy.ingress.effective == false
}
