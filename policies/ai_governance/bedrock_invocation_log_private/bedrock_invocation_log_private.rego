# METADATA
# title: Logged prompts cannot become public
# description: A bucket of prompts and answers without a public-access block is one careless policy away from the open internet.
# scope: package
# custom:
#   id: bedrock-invocation-log-private
#   severity: high
#   origins: [terraform]
#   selector: {types: [aws_bedrock_model_invocation_logging_configuration]}
#   requires:
#     - facets.prompt_logs[].key
#     - facets.prompt_logs[].kind
#     - facets.prompt_logs[].path
#     - facets.prompt_logs[].public_block.block
#     - facets.prompt_logs[].public_block.missing
#   parameters: []
#   remediation:
#     terraform:
#       text: Add a public-access block with all four switches on to the bucket.
#       snippet: |
#         resource "aws_s3_bucket_public_access_block" "prompts" {
#           bucket                  = aws_s3_bucket.prompts.id
#           block_public_acls       = true
#           block_public_policy     = true
#           ignore_public_acls      = true
#           restrict_public_buckets = true
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
package ai_governance.bedrock_invocation_log_private

import data.lib.finding

deny contains finding.graded(resource, place.path, message, severity) if {
	some resource in input.resources
	some place in resource.facets.prompt_logs
	not _blocked(place)
	severity := _severity(place)
	message := $"prompts go to {place.key}, where public access is not blocked"
}

exempt contains finding.exempt(resource, "it writes to no bucket") if {
	some resource in input.resources
	every place in resource.facets.prompt_logs {
		place.kind == "log group"
	}
}

_blocked(place) if count(place.public_block.missing) == 0

# S3 blocks public access to new buckets by itself; nothing keeps it so.
_severity(place) := "medium" if {
	place.public_block.block == "none"
} else := "high"
