package audit.alarm_actions_test

import data.audit.alarm_actions as rule

_alarm(enabled, notifies, followers) := {"resources": [{"key": "a", "labels": {}, "facets": {"alarm": {
	"enabled": enabled,
	"notifies": notifies,
	"watched_by": followers,
}}}]}

_paths := {denial.path | some denial in rule.deny}

test_heard_passes if {
	_paths == set() with input as _alarm(true, true, [])
	count(rule.exempt) == 0 with input as _alarm(true, true, [])
}

test_unheard_is_denied if _paths == {["alarm_actions"]} with input as _alarm(true, false, [])

test_muted_is_denied if _paths == {["actions_enabled"]} with input as _alarm(false, true, [])

test_parts_of_other_alarms_are_exempt if {
	some exempted in rule.exempt with input as _alarm(true, false, ["aws_cloudwatch_composite_alarm.both"])
	exempted.reason == "aws_cloudwatch_composite_alarm.both acts on its state"
}

test_alerting_policies_of_google if {
	policy := {"key": "p", "type": "google_monitoring_alert_policy", "facets": {"alarm": {"enabled": false, "notifies": false, "watched_by": []}}}
	paths := {denial.path | some denial in rule.deny with input as {"resources": [policy]}}
	paths == {["enabled"], ["notification_channels"]}
}
