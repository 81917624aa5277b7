# METADATA
# title: Custom models on classified data use a customer-managed key
# description: A tuned model repeats what it was trained on; a key of your own decides who can use the copy that Bedrock keeps.
# scope: package
# custom:
#   id: bedrock-custom-model-cmk
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_bedrock_custom_model]}
#   requires:
#     - facets.encryption_at_rest.encryption
#     - facets.encryption_at_rest.path
#   parameters: [cmk_scope, sensitive_classes]
#   remediation:
#     terraform:
#       text: Name a key of your own for the model; a model that exists is made again.
#       snippet: |
#         resource "aws_bedrock_custom_model" "triage" {
#           custom_model_kms_key_id = aws_kms_key.models.arn
#         }
#   references:
#     - https://docs.aws.amazon.com/bedrock/latest/userguide/encryption-custom-job.html
package ai_governance.bedrock_custom_model_cmk

import data.lib.classification
import data.lib.encryption
import data.lib.finding

deny contains finding.new(resource, resource.facets.encryption_at_rest.path, message) if {
	some resource in input.resources
	not encryption.with_customer_key(resource)
	message := "the model is not encrypted with a customer-managed key"
}

exempt contains finding.exempt(resource, "its tags do not classify its data as sensitive") if {
	some resource in input.resources
	data.parameters.cmk_scope != "all"
	not classification.one_of(resource.labels, data.parameters.sensitive_classes)
}
