# METADATA
# title: Model invocations are recorded
# description: Without invocation logs nobody can tell what was asked of a model, what it answered, and who asked. The service records nothing by default.
# scope: package
# custom:
#   id: bedrock-invocation-logging
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_bedrock_model_invocation_logging_configuration, scope/plan, scope/aws]}
#   requires:
#     - facets.invocation_logging.delivered
#     - facets.invocation_logging.off
#     - facets.invocation_logging.path
#     - facets.plan_contents.types
#   parameters: [ai_modalities]
#   presence: true
#   remediation:
#     terraform:
#       text: Configure invocation logging once per region, with a bucket or log group as destination.
#       snippet: |
#         resource "aws_bedrock_model_invocation_logging_configuration" "main" {
#           logging_config {
#             text_data_delivery_enabled = true
#             s3_config {
#               bucket_name = aws_s3_bucket.invocations.id
#             }
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html
package ai_governance.bedrock_invocation_logging

import data.lib.finding
import data.lib.plan

deny contains finding.new(resource, logging.path, message) if {
	some resource in input.resources
	logging := resource.facets.invocation_logging
	not logging.delivered
	message := "invocation logs go neither to a bucket nor to a log group"
}

deny contains finding.new(resource, logging.path, message) if {
	some resource in input.resources
	logging := resource.facets.invocation_logging
	some modality in logging.off
	modality in data.parameters.ai_modalities
	message := $"{modality} data is left out of the invocation logs"
}

deny contains finding.new(resource, [], message) if {
	some resource in input.resources
	plan.is_whole(resource)
	message := "Bedrock is used and its invocations are not logged"
}

exempt contains finding.exempt(resource, "Bedrock is not used") if {
	some resource in input.resources
	plan.is_whole(resource)
	count([type | some type in resource.facets.plan_contents.types; startswith(type, "aws_bedrock")]) == 0
}

exempt contains finding.exempt(resource, "the logging configuration is judged itself") if {
	some resource in input.resources
	"aws_bedrock_model_invocation_logging_configuration" in resource.facets.plan_contents.types
}
