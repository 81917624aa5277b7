# METADATA
# title: The edge refuses old versions of TLS
# description: Zones accept TLS 1.0 and 1.1 until told otherwise; both are broken and withdrawn.
# scope: package
# custom:
#   id: cloudflare-min-tls
#   severity: medium
#   origins: [terraform]
#   selector: {types: [cloudflare_zone_setting, cloudflare_zone_settings_override, cloudflare_hostname_tls_setting], with: [edge_settings]}
#   requires:
#     - facets.edge_settings.min_tls_version
#   parameters: []
#   remediation:
#     terraform:
#       text: Set the lowest version to 1.2 or 1.3.
#       snippet: |
#         resource "cloudflare_zone_setting" "min_tls" {
#           zone_id    = cloudflare_zone.main.id
#           setting_id = "min_tls_version"
#           value      = "1.2"
#         }
#       edits:
#         - {do: set, value: "1.2", when: {path: value}}
#   references:
#     - https://developers.cloudflare.com/ssl/edge-certificates/additional-options/minimum-tls/
#     - https://www.rfc-editor.org/rfc/rfc8996
package encryption_in_transit.cloudflare_min_tls

import data.lib.finding

deny contains finding.new(resource, setting.path, message) if {
	some resource in input.resources
	setting := resource.facets.edge_settings.min_tls_version
	setting != null
	not _modern(setting)
	message := $"TLS {setting.value} is accepted"
}

exempt contains finding.exempt(resource, "does not set the lowest version of TLS") if {
	some resource in input.resources
	resource.facets.edge_settings.min_tls_version == null
}

_modern(setting) if setting.value in {"1.2", "1.3"}
