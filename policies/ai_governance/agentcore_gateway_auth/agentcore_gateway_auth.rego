# METADATA
# title: Gateways to agents' tools know their callers
# description: A gateway without an authorizer lets anyone who finds its address use the tools, and the rights behind them.
# scope: package
# custom:
#   id: agentcore-gateway-auth
#   severity: critical
#   origins: [terraform]
#   selector: {types: [aws_bedrockagentcore_gateway]}
#   requires:
#     - attributes.authorizer_type
#   parameters: []
#   remediation:
#     terraform:
#       text: Ask for tokens of your identity provider, or for signed requests.
#       snippet: |
#         resource "aws_bedrockagentcore_gateway" "tools" {
#           authorizer_type = "CUSTOM_JWT"
#           authorizer_configuration {
#             custom_jwt_authorizer {
#               discovery_url    = "https://login.example.com/.well-known/openid-configuration"
#               allowed_audience = ["tools"]
#             }
#           }
#         }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/bedrockagentcore_gateway
package ai_governance.agentcore_gateway_auth

import data.lib.finding

# The type is one of AWS provider 6, by its documentation; the plans of the fixtures are made by hand.
deny contains finding.new(resource, ["authorizer_type"], message) if {
	some resource in input.resources
	not _named(resource.attributes)
	message := "no authorizer is named"
}

undecided contains finding.undecided(resource, reason) if {
	some resource in input.resources
	_named(resource.attributes)
	not resource.attributes.authorizer_type in {"AWS_IAM", "CUSTOM_JWT"}
	reason := $"what the authorizer {resource.attributes.authorizer_type} asks of callers is not known"
}

_named(attributes) if {
	is_string(attributes.authorizer_type)
	not attributes.authorizer_type in {"", "NONE"}
}
