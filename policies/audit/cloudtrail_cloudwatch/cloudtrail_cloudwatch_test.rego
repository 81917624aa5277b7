package audit.cloudtrail_cloudwatch_test

import data.audit.cloudtrail_cloudwatch as rule

_trail(group, role) := {"resources": [{"key": "t", "labels": {}, "facets": {"given": {
	"cloud_watch_logs_group_arn": group,
	"cloud_watch_logs_role_arn": role,
}}}]}

test_both_are_needed if {
	count(rule.deny) == 0 with input as _trail(true, true)
	count(rule.deny) == 1 with input as _trail(false, false)
	count(rule.deny) == 1 with input as _trail(true, false)
	count(rule.deny) == 1 with input as {"resources": [{"key": "t", "labels": {}, "facets": {}}]}
}
