# METADATA
# title: Logged prompts are encrypted with a customer-managed key
# description: Prompts and answers hold whatever people typed; a key of your own decides who can read them beside the rights on the log.
# scope: package
# custom:
#   id: bedrock-invocation-log-cmk
#   severity: medium
#   origins: [terraform]
#   selector: {types: [aws_bedrock_model_invocation_logging_configuration]}
#   requires:
#     - facets.prompt_logs[].encryption
#     - facets.prompt_logs[].key
#     - facets.prompt_logs[].path
#   parameters: []
#   remediation:
#     terraform:
#       text: Encrypt the bucket or log group that the invocation log goes to with a key of your own.
#       snippet: |
#         resource "aws_cloudwatch_log_group" "prompts" {
#           name       = "/aws/bedrock/prompts"
#           kms_key_id = aws_kms_key.prompts.arn
#         }
#   references:
#     - https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html
#     - https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
package ai_governance.bedrock_invocation_log_cmk

import data.lib.finding

deny contains finding.new(resource, place.path, message) if {
	some resource in input.resources
	some place in resource.facets.prompt_logs
	not place.encryption == "customer-managed"
	message := $"prompts go to {place.key}, which no customer-managed key encrypts"
}

exempt contains finding.exempt(resource, "it names no place to write to") if {
	some resource in input.resources
	count(resource.facets.prompt_logs) == 0
}
