# METADATA
# title: AI gateways check what is asked
# description: Prompts that ask for what is harmful or forbidden reach the model unless something before it turns them away.
# scope: package
# custom:
#   id: cf-ai-gateway-guardrails
#   severity: medium
#   origins: [terraform]
#   selector: {types: [cloudflare_ai_gateway]}
#   requires:
#     - attributes.guardrails.prompt
#   parameters: []
#   remediation:
#     terraform:
#       text: Block the categories of content that the use does not call for, in prompts and in answers.
#       snippet: |
#         resource "cloudflare_ai_gateway" "main" {
#           account_id                 = var.account_id
#           id                         = "main"
#           guardrails = {
#             prompt   = { s1 = "BLOCK", s9 = "BLOCK", p1 = "BLOCK" }
#             response = { s1 = "BLOCK", s9 = "BLOCK" }
#           }
#           # … and its other arguments
#         }
#   references:
#     - https://developers.cloudflare.com/ai-gateway/features/guardrails/
package ai_governance.cf_ai_gateway_guardrails

import data.lib.finding

deny contains finding.new(resource, ["guardrails"], "prompts are not checked") if {
	some resource in input.resources
	not _checked(resource.attributes, {"BLOCK", "FLAG"})
}

deny contains finding.new(resource, ["guardrails", "prompt"], "prompts are flagged, and none is blocked") if {
	some resource in input.resources
	_checked(resource.attributes, {"FLAG"})
	not _checked(resource.attributes, {"BLOCK"})
}

# Categories are named by a letter and a number.
_checked(attributes, actions) if {
	some action in attributes.guardrails.prompt
	action in actions
}
