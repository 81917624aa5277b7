# METADATA
# title: AI gateways ask callers who they are
# description: Without a token, whoever knows the address of the gateway asks models through it, in the name and at the cost of its owner.
# scope: package
# custom:
#   id: cf-ai-gateway-auth
#   severity: high
#   origins: [terraform]
#   selector: {types: [cloudflare_ai_gateway]}
#   requires:
#     - attributes.authentication
#   parameters: []
#   remediation:
#     terraform:
#       text: Set `authentication` to true and give each caller a token.
#       snippet: |
#         resource "cloudflare_ai_gateway" "main" {
#           account_id                 = var.account_id
#           id                         = "main"
#           authentication             = true
#           # … and its other arguments
#         }
#       edits:
#         - {do: set, value: true, when: {path: authentication}}
#   references:
#     - https://developers.cloudflare.com/ai-gateway/configuration/authentication/
package ai_governance.cf_ai_gateway_auth

import data.lib.finding

deny contains finding.new(resource, ["authentication"], "the gateway answers callers without a token") if {
	some resource in input.resources
	not _authenticated(resource.attributes)
}

_authenticated(attributes) if attributes.authentication == true
