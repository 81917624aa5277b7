# METADATA
# title: Trails are watched as they are written
# description: Files in a bucket are read after the fact; only what also goes to CloudWatch Logs can raise an alarm within minutes.
# scope: package
# custom:
#   id: cloudtrail-cloudwatch
#   severity: low
#   origins: [terraform, aws]
#   selector: {types: [aws_cloudtrail], with: [given]}
#   requires:
#     - facets.given.cloud_watch_logs_group_arn
#     - facets.given.cloud_watch_logs_role_arn
#   parameters: []
#   remediation:
#     terraform:
#       text: Send the trail to a log group, with a role that CloudTrail may write with. Where another system reads the bucket and raises the alarms, waive this rule.
#       snippet: |
#         resource "aws_cloudtrail" "main" {
#           name                       = "main"
#           s3_bucket_name             = aws_s3_bucket.trail.id
#           cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"
#           cloud_watch_logs_role_arn  = aws_iam_role.trail_to_logs.arn
#         }
#   references:
#     - https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html
package audit.cloudtrail_cloudwatch

import data.lib.finding

deny contains finding.new(resource, ["cloud_watch_logs_group_arn"], "the trail goes to no log group") if {
	some resource in input.resources
	not _sent(resource)
}

_sent(resource) if {
	resource.facets.given.cloud_watch_logs_group_arn == true
	resource.facets.given.cloud_watch_logs_role_arn == true
}
