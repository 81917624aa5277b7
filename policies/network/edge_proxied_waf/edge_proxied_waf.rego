# METADATA
# title: Public names are led through the edge
# description: A record that is not proxied gives away the address of the origin, which then stands without firewall and protection from floods.
# scope: package
# custom:
#   id: edge-proxied-waf
#   severity: medium
#   origins: [terraform]
#   selector: {types: [cloudflare_dns_record, cloudflare_record, cloudflare_load_balancer], with: [edge_route]}
#   requires:
#     - facets.edge_route.exempt
#     - facets.edge_route.kind
#     - facets.edge_route.proxied
#   parameters: []
#   remediation:
#     terraform:
#       text: Set `proxied` to true, and let the origin accept connections from Cloudflare only.
#       snippet: |
#         resource "cloudflare_dns_record" "www" {
#           zone_id = cloudflare_zone.main.id
#           name    = "www.example.com"
#           type    = "A"
#           content = "192.0.2.10"
#           ttl     = 1
#           proxied = true
#         }
#   references:
#     - https://developers.cloudflare.com/dns/proxy-status/
package network.edge_proxied_waf

import data.lib.finding

deny contains finding.new(resource, ["proxied"], message) if {
	some resource in input.resources
	route := resource.facets.edge_route
	not route.proxied == true
	message := $"the {route.kind} is not proxied"
}

exempt contains finding.exempt(resource, route.exempt) if {
	some resource in input.resources
	route := resource.facets.edge_route
	route.exempt != null
}
