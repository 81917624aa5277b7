package backup.db_backup_retention_test

import data.backup.db_backup_retention as rule

_database(attributes, given) := {"resources": [{"key": "a", "labels": {}, "attributes": attributes, "facets": {"given": given}}]}

_messages := result if {
	result := {denial.message | some denial in rule.deny} with data.parameters.backup_min_days as 7
}

test_short_or_no_retention_is_denied if {
	_messages == {"backups are kept for 0 days, fewer than the required 7"} with input as _database({"backup_retention_period": 0}, {})
	_messages == {"no backup retention is set, and the default is at most one day"} with input as _database({}, {})
}

test_long_enough_passes if _messages == set() with input as _database({"backup_retention_period": 7}, {})

test_replicas_are_exempt if {
	count(rule.exempt) == 1 with input as _database({}, {"replicate_source_db": true})
	count(rule.exempt) == 1 with input as _database({}, {"replication_source_identifier": true})
	count(rule.exempt) == 0 with input as _database({}, {"replicate_source_db": false})
}
