# METADATA
# title: Alarms tell somebody
# description: An alarm without an action changes colour on a page that nobody looks at.
# scope: package
# custom:
#   id: alarm-actions
#   severity: low
#   origins: [terraform]
#   selector: {types: [aws_cloudwatch_metric_alarm, aws_cloudwatch_composite_alarm, google_monitoring_alert_policy], with: [alarm]}
#   requires:
#     - facets.alarm.enabled
#     - facets.alarm.notifies
#     - facets.alarm.watched_by[]
#   parameters: []
#   remediation:
#     terraform:
#       text: Name a topic or another action in alarm_actions and leave actions enabled.
#       snippet: |
#         resource "aws_cloudwatch_metric_alarm" "queue_age" {
#           alarm_name          = "queue-age"
#           namespace           = "AWS/SQS"
#           metric_name         = "ApproximateAgeOfOldestMessage"
#           statistic           = "Maximum"
#           period              = 300
#           evaluation_periods  = 1
#           threshold           = 600
#           comparison_operator = "GreaterThanThreshold"
#           alarm_actions       = [aws_sns_topic.operators.arn]
#         }
#       edits:
#         - {do: set, value: true, when: {path: actions_enabled}}
#     google:
#       text: Name a notification channel that people or a system on call receive.
#       snippet: |
#         resource "google_monitoring_alert_policy" "errors" {
#           display_name          = "errors"
#           combiner              = "OR"
#           notification_channels = [google_monitoring_notification_channel.on_call.id]
#
#           conditions {
#             display_name = "errors"
#
#             condition_matched_log {
#               filter = "severity >= ERROR"
#             }
#           }
#         }
#       edits:
#         - {do: set, value: true, when: {path: enabled}}
#   references:
#     - https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html
#     - https://docs.cloud.google.com/monitoring/support/notification-options
package audit.alarm_actions

import data.lib.finding

deny contains finding.new(resource, [_target(resource)], "the alarm tells nobody when it goes off") if {
	some resource in input.resources
	not _notifies(resource.facets.alarm)
}

deny contains finding.new(resource, [_switch(resource)], "the actions of the alarm are switched off") if {
	some resource in input.resources
	resource.facets.alarm.enabled == false
}

exempt contains finding.exempt(resource, reason) if {
	some resource in input.resources
	followers := resource.facets.alarm.watched_by
	count(followers) > 0
	reason := $"{concat(", ", followers)} acts on its state"
}

_notifies(alarm) if alarm.notifies == true

_target(resource) := "notification_channels" if {
	resource.type == "google_monitoring_alert_policy"
} else := "alarm_actions"

_switch(resource) := "enabled" if {
	resource.type == "google_monitoring_alert_policy"
} else := "actions_enabled"
