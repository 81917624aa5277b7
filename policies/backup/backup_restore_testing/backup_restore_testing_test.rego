package backup.backup_restore_testing_test

import data.backup.backup_restore_testing as rule

_plan(types) := {"resources": [{"key": "p", "type": "scope/plan", "labels": {}, "facets": {"plan_contents": {"types": types}}}]}

_tests(selections) := {"resources": [{"key": "t", "type": "aws_backup_restore_testing_plan", "labels": {}, "facets": {"restore_testing": {"selections": selections}}}]}

test_no_tests_are_denied if {
	count(rule.deny) == 1 with input as _plan(["aws_backup_plan"])
	count(rule.exempt) == 0 with input as _plan(["aws_backup_plan"])
	count(rule.deny) == 1 with input as _tests(0)
}

test_tests_pass if count(rule.deny) == 0 with input as _tests(2)

test_plans_are_exempt if {
	count(rule.exempt) == 1 with input as _plan(["aws_backup_plan", "aws_backup_restore_testing_plan"])
	count(rule.exempt) == 1 with input as _plan(["aws_vpc"])
}
