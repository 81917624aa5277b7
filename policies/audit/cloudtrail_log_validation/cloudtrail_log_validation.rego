# METADATA
# title: Trail log files are protected by digests
# description: Signed digests show whether a delivered log file was changed, removed or forged.
# scope: package
# custom:
#   id: cloudtrail-log-validation
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_cloudtrail]}
#   requires:
#     - attributes.enable_log_file_validation
#   parameters: []
#   remediation:
#     terraform:
#       text: Set enable_log_file_validation to true.
#       snippet: |
#         resource "aws_cloudtrail" "main" {
#           name                       = "main"
#           s3_bucket_name             = aws_s3_bucket.trail.id
#           enable_log_file_validation = true
#         }
#       edits:
#         - {do: set, value: true, when: {path: enable_log_file_validation}}
#   references:
#     - https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html
package audit.cloudtrail_log_validation

import data.lib.finding

deny contains finding.new(resource, ["enable_log_file_validation"], "no digests show changes to delivered log files") if {
	some resource in input.resources
	not _validated(resource)
}

_validated(resource) if resource.attributes.enable_log_file_validation == true
