package backup.backup_cross_region_copy_test

import data.backup.backup_cross_region_copy as rule

_plan(elsewhere) := {"resources": [{"key": "a", "labels": {}, "facets": {"copy_destinations": [{"elsewhere": is_away} | some is_away in elsewhere]}}]}

_messages := {denial.message | some denial in rule.deny}

test_denied if {
	_messages == {"no rule copies its recovery points"} with input as _plan([])
	_messages == {"all copies stay in the region of the plan"} with input as _plan([false])
	count(_messages) == 1 with input as _plan(["x"])
}

test_passes if _messages == set() with input as _plan([false, true])

test_test_systems_are_exempt if {
	count(rule.exempt) == 1 with input as {"resources": [{"key": "a", "labels": {"env": "dev"}}]}
	count(rule.exempt) == 0 with input as _plan([])
}
