# METADATA
# title: Logs of prompts mask personal data
# description: People type names and numbers into prompts; unmasked, everyone who reads the logs reads those.
# scope: package
# custom:
#   id: log-group-masking
#   severity: low
#   origins: [terraform]
#   selector: {types: [aws_cloudwatch_log_group], with: [log_masking]}
#   requires:
#     - facets.log_masking.masked
#     - facets.log_retention.invocation_log
#     - facets.log_retention.name
#   parameters: [sensitive_log_prefixes]
#   remediation:
#     terraform:
#       text: Give the log group a data protection policy with a statement that de-identifies.
#       snippet: |
#         resource "aws_cloudwatch_log_data_protection_policy" "prompts" {
#           log_group_name = aws_cloudwatch_log_group.prompts.name
#           policy_document = jsonencode({
#             Name    = "mask"
#             Version = "2021-06-01"
#             Statement = [
#               {
#                 Sid            = "audit"
#                 DataIdentifier = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"]
#                 Operation      = { Audit = { FindingsDestination = {} } }
#               },
#               {
#                 Sid            = "mask"
#                 DataIdentifier = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"]
#                 Operation      = { Deidentify = { MaskConfig = {} } }
#               },
#             ]
#           })
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/mask-sensitive-log-data.html
package privacy.log_group_masking

import data.lib.finding

deny contains finding.new(resource, [], "no data protection policy masks personal data") if {
	some resource in input.resources
	not _masked(resource)
}

_masked(resource) if resource.facets.log_masking.masked == true

exempt contains finding.exempt(resource, "its name is none of a log of prompts or health data") if {
	some resource in input.resources
	is_string(resource.facets.log_retention.name)
	resource.facets.log_retention.invocation_log == false
	not _sensitive(resource, data.parameters.sensitive_log_prefixes)
}

_sensitive(resource, prefixes) if {
	some prefix in prefixes
	startswith(resource.facets.log_retention.name, prefix)
}
