package retention.log_group_retention_test

import data.retention.log_group_retention as rule

_group(name, days, writers, invocation) := {"resources": [{"key": "a", "labels": {}, "facets": {"log_retention": {
	"name": name,
	"days": days,
	"audit_writers": writers,
	"invocation_log": invocation,
}}}]}

_parameters := {"retention_days": 2555, "retention_ops_days": 365, "audit_log_prefixes": ["/aws/cloudtrail"]}

_messages := result if {
	result := {denial.message | some denial in rule.deny} with data.parameters as _parameters
}

test_audit_groups if {
	short := "audit records are deleted after 365 days, before the required 2555"
	_messages == {short} with input as _group("/aws/cloudtrail/x", 365, [], false)
	_messages == {short} with input as _group("/app", 365, ["aws_cloudtrail.main"], false)
	_messages == set() with input as _group("/app", 2557, ["aws_cloudtrail.main"], false)
	_messages == set() with input as _group("/aws/cloudtrail/x", 0, [], false)
}

test_other_groups if {
	_messages == {"records are deleted after 30 days, before the required 365"} with input as _group("/app", 30, [], false)
	_messages == {"records never expire"} with input as _group("/app", 0, [], false)
	_messages == set() with input as _group("/app", 365, [], false)
}

test_invocation_logs_are_exempt if {
	count(rule.exempt) == 1 with input as _group("/app", 30, [], true)
	count(rule.exempt) == 0 with input as _group("/app", 30, [], false)
}
