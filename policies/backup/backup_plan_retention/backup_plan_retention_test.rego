package backup.backup_plan_retention_test

import data.backup.backup_plan_retention as rule

_plan(rules) := {"resources": [{"key": "a", "type": "aws_backup_plan", "labels": {}, "attributes": {"rule": rules}}]}

_rule(days) := {"lifecycle": [{"delete_after": days}], "copy_action": []}

_messages := result if {
	result := {denial.message | some denial in rule.deny} with data.parameters.backup_plan_days as 35
}

test_short_is_denied if {
	_messages == {"recovery points are kept for 7 days at most, fewer than the required 35"} with input as _plan([_rule(7), _rule(3)])
	_messages == {"no rule of the plan keeps anything"} with input as _plan([])
	_messages == {"no rule of the plan keeps anything"} with input as _plan([_rule("x")])
}

test_long_passes if {
	_messages == set() with input as _plan([_rule(7), _rule(35)])
	_messages == set() with input as _plan([{"lifecycle": [], "copy_action": []}])
	_messages == set() with input as _plan([_rule(null)])
	_messages == set() with input as _plan([object.union(_rule(7), {"copy_action": [_rule(90)]})])
}
