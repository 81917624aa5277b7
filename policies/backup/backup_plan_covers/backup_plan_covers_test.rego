package backup.backup_plan_covers_test

import data.backup.backup_plan_covers as rule

_store(type, covered) := {"resources": [{"key": "a", "type": type, "labels": {}, "facets": {"backup_coverage": {"covered": covered}}}]}

_messages := {denial.message | some denial in rule.deny}

test_denied if {
	_messages == {"there are data stores, and nothing selects any for backup"} with input as _store("scope/plan", false)
	_messages == {"no backup plan selects the data store"} with input as _store("aws_ebs_volume", false)
	count(_messages) == 1 with input as _store("aws_ebs_volume", "x")
}

test_covered_passes if _messages == set() with input as _store("aws_ebs_volume", true)

test_test_systems_are_exempt if {
	count(rule.exempt) == 1 with input as {"resources": [{"key": "a", "type": "aws_ebs_volume", "labels": {"env": "dev"}}]}
	count(rule.exempt) == 0 with input as _store("scope/plan", false)
}
