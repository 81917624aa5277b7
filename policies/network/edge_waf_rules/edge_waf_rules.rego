# METADATA
# title: The edge runs a firewall and limits requests
# description: Being led through the edge stops no attack by itself; rulesets decide what is turned away and how much is too much.
# scope: package
# custom:
#   id: edge-waf-rules
#   severity: medium
#   origins: [terraform]
#   selector: {types: [scope/plan, cloudflare_ruleset]}
#   requires:
#     - attributes.phase
#     - attributes.rules[].action
#     - attributes.rules[].enabled
#     - facets.missing_rulesets.phases
#     - facets.missing_rulesets.zones
#   parameters: []
#   presence: true
#   remediation:
#     terraform:
#       text: Execute the managed ruleset for the zone, and limit the rate of requests.
#       snippet: |
#         resource "cloudflare_ruleset" "managed" {
#           zone_id = cloudflare_zone.main.id
#           name    = "managed rules"
#           kind    = "zone"
#           phase   = "http_request_firewall_managed"
#           rules = [{
#             action            = "execute"
#             action_parameters = { id = "efb7b8c949ac4650a09736fc376e9aee" }
#             expression        = "true"
#           }]
#         }
#   references:
#     - https://developers.cloudflare.com/waf/managed-rules/
#     - https://developers.cloudflare.com/waf/rate-limiting-rules/
package network.edge_waf_rules

import data.lib.finding

deny contains finding.new(resource, ["rules"], "no managed rules are executed") if {
	some resource in input.resources
	resource.attributes.phase == "http_request_firewall_managed"
	not _acts(resource.attributes, {"execute"})
}

deny contains finding.new(resource, ["rules"], "no requests are turned away, however many") if {
	some resource in input.resources
	resource.attributes.phase == "http_ratelimit"
	not _acts(resource.attributes, {"block", "challenge", "execute", "js_challenge", "managed_challenge"})
}

deny contains finding.new(resource, [], $"no ruleset of the phase {names}") if {
	some resource in input.resources
	missing := resource.facets.missing_rulesets.phases
	count(missing) > 0
	names := concat(" and ", missing)
}

exempt contains finding.exempt(resource, "the plan holds no zone, record or load balancer of Cloudflare") if {
	some resource in input.resources
	resource.facets.missing_rulesets.zones == false
}

exempt contains finding.exempt(resource, "a ruleset of another phase") if {
	some resource in input.resources
	phase := resource.attributes.phase
	is_string(phase)
	not phase in {"http_ratelimit", "http_request_firewall_managed"}
}

# Rules are on unless switched off.
_acts(attributes, actions) if {
	some rule in attributes.rules
	rule.action in actions
	not rule.enabled == false
}
