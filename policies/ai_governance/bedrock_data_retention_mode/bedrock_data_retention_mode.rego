# METADATA
# title: Prompts are not kept for people to read
# description: Some modes of data retention let the service keep prompts and answers so that people can review them; that is another processing than the one users were told of.
# scope: package
# custom:
#   id: bedrock-data-retention-mode
#   severity: medium
#   origins: [terraform]
#   selector: {types: [aws_bedrock_account_data_retention]}
#   requires:
#     - attributes.mode
#   parameters: [bedrock_retention_modes]
#   remediation:
#     terraform:
#       text: Set the mode to none, after checking that the models in use allow it.
#       snippet: |
#         resource "aws_bedrock_account_data_retention" "main" {
#           mode = "none"
#         }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/bedrock_account_data_retention
#     - https://docs.aws.amazon.com/bedrock/latest/userguide/data-retention.html
package ai_governance.bedrock_data_retention_mode

import data.lib.finding

# The type is one of AWS provider 6, by its documentation; the plans of the fixtures are made by hand.
deny contains finding.new(resource, ["mode"], message) if {
	some resource in input.resources
	not _allowed(resource.attributes, data.parameters.bedrock_retention_modes)
	message := $"the mode is {object.get(resource.attributes, "mode", "left out")}, which is not among the allowed ones"
}

_allowed(attributes, modes) if attributes.mode in modes
