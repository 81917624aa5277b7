# METADATA
# title: The edge answers plain HTTP with a redirect
# description: A zone that serves plain HTTP lets whoever is on the way read and change what visitors send and get.
# scope: package
# custom:
#   id: cloudflare-https-only
#   severity: high
#   origins: [terraform]
#   selector: {types: [cloudflare_zone_setting, cloudflare_zone_settings_override], with: [edge_settings]}
#   requires:
#     - facets.edge_settings.always_use_https
#     - facets.edge_settings.strict_transport_security
#   parameters: []
#   remediation:
#     terraform:
#       text: Switch `always_use_https` on; tell browsers to stay with HTTPS by strict transport security.
#       snippet: |
#         resource "cloudflare_zone_setting" "https" {
#           zone_id    = cloudflare_zone.main.id
#           setting_id = "always_use_https"
#           value      = "on"
#         }
#       edits:
#         - {do: set, value: "on", when: {path: value}}
#         - {do: set, value: true, when: {path: "value.strict_transport_security.enabled"}}
#   references:
#     - https://developers.cloudflare.com/ssl/edge-certificates/additional-options/always-use-https/
#     - https://developers.cloudflare.com/ssl/edge-certificates/additional-options/http-strict-transport-security/
package encryption_in_transit.cloudflare_https_only

import data.lib.finding

deny contains finding.new(resource, setting.path, "plain HTTP is served") if {
	some resource in input.resources
	setting := resource.facets.edge_settings.always_use_https
	setting != null
	not _on(setting)
}

deny contains finding.graded(resource, setting.path, "strict transport security is switched off", "low") if {
	some resource in input.resources
	setting := resource.facets.edge_settings.strict_transport_security
	setting != null
	not _on(setting)
}

exempt contains finding.exempt(resource, "sets neither the redirect to HTTPS nor strict transport security") if {
	some resource in input.resources
	resource.facets.edge_settings.always_use_https == null
	resource.facets.edge_settings.strict_transport_security == null
}

_on(setting) if setting.value == "on"
