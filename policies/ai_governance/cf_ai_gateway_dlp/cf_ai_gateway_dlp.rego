# METADATA
# title: AI gateways hold personal data back
# description: What people paste into prompts goes to the provider of the model, unless the gateway looks for it first.
# scope: package
# custom:
#   id: cf-ai-gateway-dlp
#   severity: medium
#   origins: [terraform]
#   selector: {types: [cloudflare_ai_gateway]}
#   requires:
#     - attributes.dlp.action
#     - attributes.dlp.enabled
#     - attributes.dlp.policies[].action
#     - attributes.dlp.policies[].enabled
#   parameters: []
#   remediation:
#     terraform:
#       text: Switch data loss prevention on, with profiles of what must not leave, and let it block.
#       snippet: |
#         resource "cloudflare_ai_gateway" "main" {
#           account_id                 = var.account_id
#           id                         = "main"
#           dlp = {
#             enabled  = true
#             action   = "BLOCK"
#             profiles = [var.personal_data_profile]
#           }
#           # … and its other arguments
#         }
#   references:
#     - https://developers.cloudflare.com/ai-gateway/features/dlp/
package ai_governance.cf_ai_gateway_dlp

import data.lib.finding

deny contains finding.new(resource, ["dlp"], "prompts are not searched for data that must not leave") if {
	some resource in input.resources
	not _searched(resource.attributes)
}

deny contains finding.new(resource, ["dlp"], "what is found in prompts is flagged, and nothing is blocked") if {
	some resource in input.resources
	_searched(resource.attributes)
	not _blocked(resource.attributes)
}

_searched(attributes) if attributes.dlp.enabled == true

_blocked(attributes) if attributes.dlp.action == "BLOCK"

_blocked(attributes) if {
	some policy in attributes.dlp.policies
	policy.enabled == true
	policy.action == "BLOCK"
}
