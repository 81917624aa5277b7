# METADATA
# title: The enforced guardrail leaves no model out
# description: An enforced guardrail screens every call of an account, whatever the caller asks for; a model that it leaves out is the way around it.
# scope: package
# custom:
#   id: bedrock-guardrail-enforced
#   severity: medium
#   origins: [terraform]
#   selector: {types: [aws_bedrock_enforced_guardrail_configuration]}
#   requires:
#     - attributes.model_enforcement[].excluded_models
#     - attributes.model_enforcement[].included_models
#   parameters: []
#   remediation:
#     terraform:
#       text: Leave out the block model_enforcement, or include ALL and exclude nothing.
#       snippet: |
#         resource "aws_bedrock_enforced_guardrail_configuration" "main" {
#           guardrail_identifier = aws_bedrock_guardrail.main.guardrail_arn
#           guardrail_version    = aws_bedrock_guardrail_version.main.version
#         }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/bedrock_enforced_guardrail_configuration
#     - https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-enforcements.html
package ai_governance.bedrock_guardrail_enforced

import data.lib.finding

# The type is one of AWS provider 6, by its documentation; the plans of the fixtures are made by hand.
deny contains finding.new(resource, ["model_enforcement"], message) if {
	some resource in input.resources
	some enforcement in resource.attributes.model_enforcement
	not _all(enforcement)
	message := "it is enforced on chosen models only"
}

deny contains finding.new(resource, ["model_enforcement"], message) if {
	some resource in input.resources
	some enforcement in resource.attributes.model_enforcement
	not _none_left_out(enforcement)
	message := $"it leaves out {concat(", ", enforcement.excluded_models)}"
}

_all(enforcement) if "ALL" in enforcement.included_models

_none_left_out(enforcement) if count(enforcement.excluded_models) == 0

_none_left_out(enforcement) if enforcement.excluded_models == null

_none_left_out(enforcement) if not enforcement.excluded_models
