# METADATA
# title: Gateways take routes from chosen namespaces only
# description: A listener that takes routes from every namespace lets whoever may write a route anywhere put a service on the internet or draw off the traffic of another.
# scope: package
# custom:
#   id: k8s-gateway-routes
#   severity: medium
#   origins: [kubernetes]
#   selector: {types: [gateway.networking.k8s.io/Gateway], with: [gateway_routes]}
#   requires:
#     - facets.gateway_routes[].from
#     - facets.gateway_routes[].listener
#     - facets.gateway_routes[].path
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: Choose the namespaces by a label that only the platform sets.
#       manual: which namespaces may add routes is a decision
#       snippet: |
#         listeners:
#           - name: https
#             port: 443
#             protocol: HTTPS
#             allowedRoutes:
#               namespaces:
#                 from: Selector
#                 selector: {matchLabels: {gateway-access: "true"}}
#   references:
#     - https://gateway-api.sigs.k8s.io/concepts/security-model/
#     - https://gateway-api.sigs.k8s.io/guides/multiple-ns/
package network.k8s_gateway_routes

import data.lib.finding

deny contains finding.new(resource, routes.path, message) if {
	some resource in input.resources
	some routes in resource.facets.gateway_routes
	routes.from == "all"
	message := $"listener {routes.listener} takes routes from all namespaces"
}
