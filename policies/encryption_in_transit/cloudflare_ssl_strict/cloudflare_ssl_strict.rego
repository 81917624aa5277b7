# METADATA
# title: The edge speaks verified TLS to origins
# description: Between the edge and the origin, traffic crosses the internet; in clear, or to whoever shows any certificate, unless the mode is strict.
# scope: package
# custom:
#   id: cloudflare-ssl-strict
#   severity: high
#   origins: [terraform]
#   selector: {types: [cloudflare_zone_setting, cloudflare_zone_settings_override], with: [edge_settings]}
#   requires:
#     - facets.edge_settings.ssl
#   parameters: []
#   remediation:
#     terraform:
#       text: Set the mode to `strict` and give origins a certificate of a public authority or of the Cloudflare origin authority.
#       snippet: |
#         resource "cloudflare_zone_setting" "ssl" {
#           zone_id    = cloudflare_zone.main.id
#           setting_id = "ssl"
#           value      = "strict"
#         }
#   references:
#     - https://developers.cloudflare.com/ssl/origin-configuration/ssl-modes/
package encryption_in_transit.cloudflare_ssl_strict

import data.lib.finding

deny contains finding.new(resource, setting.path, message) if {
	some resource in input.resources
	setting := resource.facets.edge_settings.ssl
	setting != null
	not _verified(setting)
	setting.value != "full"
	message := $"the mode {setting.value} sends requests to the origin in clear"
}

# Encrypted, to whatever certificate the origin shows.
deny contains finding.graded(resource, setting.path, message, "medium") if {
	some resource in input.resources
	setting := resource.facets.edge_settings.ssl
	setting != null
	setting.value == "full"
	message := "the mode full accepts any certificate of the origin"
}

exempt contains finding.exempt(resource, "does not set the mode of TLS to origins") if {
	some resource in input.resources
	resource.facets.edge_settings.ssl == null
}

_verified(setting) if setting.value in {"strict", "origin_pull"}
