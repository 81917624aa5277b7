# METADATA
# title: Origins can tell the edge by its certificate
# description: Whoever learns the address of an origin goes around the edge and its firewall, unless the origin asks for the certificate of the edge.
# scope: package
# custom:
#   id: cloudflare-origin-auth-pull
#   severity: medium
#   origins: [terraform]
#   selector: {types: [cloudflare_authenticated_origin_pulls, cloudflare_authenticated_origin_pulls_settings, cloudflare_zone_setting, cloudflare_zone_settings_override], with: [origin_pulls]}
#   requires:
#     - facets.origin_pulls.elsewhere
#     - facets.origin_pulls.enabled
#     - facets.origin_pulls.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Switch authenticated origin pulls on, and let the origin demand the certificate.
#       snippet: |
#         resource "cloudflare_authenticated_origin_pulls_settings" "main" {
#           zone_id = cloudflare_zone.main.id
#           enabled = true
#         }
#       edits:
#         - {do: set, value: true, when: {path: enabled}}
#         - {do: set, value: true, when: {path: "config[].enabled"}}
#   references:
#     - https://developers.cloudflare.com/ssl/origin-configuration/authenticated-origin-pull/
package network.cloudflare_origin_auth_pull

import data.lib.finding

deny contains finding.new(resource, pulls.path, "the edge shows origins no certificate") if {
	some resource in input.resources
	pulls := resource.facets.origin_pulls
	not pulls.enabled == true
	not pulls.elsewhere == true
}
