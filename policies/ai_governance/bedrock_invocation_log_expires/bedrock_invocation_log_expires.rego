# METADATA
# title: Logged prompts are deleted in the end
# description: Prompts hold personal data; kept without an end they are what leaks years after anybody needed them.
# scope: package
# custom:
#   id: bedrock-invocation-log-expires
#   severity: medium
#   origins: [terraform]
#   selector: {types: [aws_bedrock_model_invocation_logging_configuration]}
#   requires:
#     - facets.prompt_logs[].key
#     - facets.prompt_logs[].most_days
#     - facets.prompt_logs[].path
#   parameters: [prompt_retention_max_days]
#   remediation:
#     terraform:
#       text: Let the log group or the bucket delete records in time; where a bucket keeps versions, let those expire too.
#       snippet: |
#         resource "aws_s3_bucket_lifecycle_configuration" "prompts" {
#           bucket = aws_s3_bucket.prompts.id
#           rule {
#             id     = "prompts"
#             status = "Enabled"
#             filter {}
#             expiration { days = 400 }
#             noncurrent_version_expiration { noncurrent_days = 1 }
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html
package ai_governance.bedrock_invocation_log_expires

import data.lib.finding

deny contains finding.new(resource, place.path, message) if {
	some resource in input.resources
	some place in resource.facets.prompt_logs
	not _ends(place)
	message := $"{place.key} keeps prompts for ever"
}

deny contains finding.new(resource, place.path, message) if {
	some resource in input.resources
	data.parameters.prompt_retention_max_days > 0
	some place in resource.facets.prompt_logs
	place.most_days > data.parameters.prompt_retention_max_days
	message := $"{place.key} keeps prompts for {place.most_days} days, the most is {data.parameters.prompt_retention_max_days}"
}

exempt contains finding.exempt(resource, "it names no place to write to") if {
	some resource in input.resources
	count(resource.facets.prompt_logs) == 0
}

_ends(place) if place.most_days > 0
