# METADATA
# title: Agents, guardrails and prompts with classified data use a customer-managed key
# description: Instructions, prompts and lists of blocked words tell what a system handles and how it is steered; a key of your own decides who can read them.
# scope: package
# custom:
#   id: bedrock-artifacts-cmk
#   severity: low
#   origins: [terraform, aws]
#   selector: {types: [aws_bedrockagent_agent, aws_bedrock_guardrail, aws_bedrockagent_prompt, aws_bedrockagent_data_source]}
#   requires:
#     - facets.encryption_at_rest.encryption
#     - facets.encryption_at_rest.path
#   parameters: [cmk_scope, sensitive_classes]
#   remediation:
#     terraform:
#       text: Name a key of your own; agents and prompts call the argument `customer_encryption_key_arn`, guardrails `kms_key_arn`.
#       snippet: |
#         resource "aws_bedrockagent_agent" "claims" {
#           customer_encryption_key_arn = aws_kms_key.agents.arn
#         }
#   references:
#     - https://docs.aws.amazon.com/bedrock/latest/userguide/data-encryption.html
#     - https://docs.aws.amazon.com/bedrock/latest/userguide/encryption-agents-new.html
package ai_governance.bedrock_artifacts_cmk

import data.lib.classification
import data.lib.encryption
import data.lib.finding

deny contains finding.new(resource, resource.facets.encryption_at_rest.path, message) if {
	some resource in input.resources
	not encryption.with_customer_key(resource)
	message := "no customer-managed key encrypts it"
}

exempt contains finding.exempt(resource, "its tags do not classify its data as sensitive") if {
	some resource in input.resources
	data.parameters.cmk_scope != "all"
	not classification.one_of(resource.labels, data.parameters.sensitive_classes)
}
