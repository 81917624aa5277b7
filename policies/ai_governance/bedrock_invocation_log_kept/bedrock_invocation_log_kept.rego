# METADATA
# title: Logged prompts are kept long enough
# description: What a model was asked and answered is the evidence when its use is questioned; deleted too early, nobody can answer.
# scope: package
# custom:
#   id: bedrock-invocation-log-kept
#   severity: medium
#   origins: [terraform]
#   selector: {types: [aws_bedrock_model_invocation_logging_configuration]}
#   requires:
#     - facets.prompt_logs[].key
#     - facets.prompt_logs[].least_days
#     - facets.prompt_logs[].path
#   parameters: [prompt_retention_min_days]
#   remediation:
#     terraform:
#       text: Keep the log for at least the time your organisation has set.
#       snippet: |
#         resource "aws_cloudwatch_log_group" "prompts" {
#           name              = "/aws/bedrock/prompts"
#           retention_in_days = 400
#         }
#   references:
#     - https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html
package ai_governance.bedrock_invocation_log_kept

import data.lib.finding

deny contains finding.new(resource, place.path, message) if {
	some resource in input.resources
	some place in resource.facets.prompt_logs
	not _kept(place, data.parameters.prompt_retention_min_days)
	message := $"{place.key} keeps prompts for {place.least_days} days, the least is {data.parameters.prompt_retention_min_days}"
}

exempt contains finding.exempt(resource, "it names no place to write to") if {
	some resource in input.resources
	count(resource.facets.prompt_logs) == 0
}

# 0 days: for ever.
_kept(place, _) if place.least_days == 0

_kept(place, least) if place.least_days >= least
