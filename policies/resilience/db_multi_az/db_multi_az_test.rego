package resilience.db_multi_az_test

import data.resilience.db_multi_az as rule

_database(standby, labels) := {"resources": [{
	"key": "a",
	"labels": labels,
	"facets": {"database_copies": {"standby": standby, "path": ["multi_az"]}},
}]}

test_single_instance_is_denied if count(rule.deny) == 1 with input as _database(false, {})

test_standby_passes if count(rule.deny) == 0 with input as _database(true, {})

test_test_systems_are_exempt if {
	count(rule.exempt) == 1 with input as _database(false, {"Environment": "dev"})
	count(rule.exempt) == 0 with input as _database(false, {"Environment": "prod"})
}
