package backup.warehouse_snapshots_test

import data.backup.warehouse_snapshots as rule

_cluster(attributes) := {"resources": [{"key": "a", "attributes": attributes}]}

_messages := result if {
	result := {denial.message | some denial in rule.deny} with data.parameters.backup_min_days as 7
}

test_short_is_denied if {
	_messages == {"automated snapshots are kept for 3 days, fewer than the required 7"} with input as _cluster({"automated_snapshot_retention_period": 3})
	_messages == {"automated snapshots are kept for 1 days, fewer than the required 7"} with input as _cluster({})
	count(_messages) == 1 with input as _cluster({"automated_snapshot_retention_period": "x"})
}

test_long_passes if _messages == set() with input as _cluster({"automated_snapshot_retention_period": 7})
