# METADATA
# title: AI gateways limit the rate of requests
# description: Without a limit one client, or whoever has its token, can use up the quota and the money of all.
# scope: package
# custom:
#   id: cf-ai-gateway-limits
#   severity: low
#   origins: [terraform]
#   selector: {types: [cloudflare_ai_gateway]}
#   requires:
#     - attributes.rate_limiting_interval
#     - attributes.rate_limiting_limit
#   parameters: []
#   remediation:
#     terraform:
#       text: Set how many requests the gateway takes in how many seconds; 0 is no limit.
#       snippet: |
#         resource "cloudflare_ai_gateway" "main" {
#           account_id                 = var.account_id
#           id                         = "main"
#           rate_limiting_limit        = 300
#           rate_limiting_interval     = 60
#           # … and its other arguments
#         }
#   references:
#     - https://developers.cloudflare.com/ai-gateway/features/rate-limiting/
package ai_governance.cf_ai_gateway_limits

import data.lib.finding

deny contains finding.new(resource, ["rate_limiting_limit"], "the rate of requests is not limited") if {
	some resource in input.resources
	not _limited(resource.attributes)
}

_limited(attributes) if {
	is_number(attributes.rate_limiting_limit)
	is_number(attributes.rate_limiting_interval)
	attributes.rate_limiting_limit > 0
	attributes.rate_limiting_interval > 0
}
