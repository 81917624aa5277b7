package backup.dynamodb_pitr_test

import data.backup.dynamodb_pitr as rule

_table(attributes) := {"resources": [{"key": "a", "labels": {}, "attributes": attributes}]}

_on := [{"enabled": true}]

test_off_is_denied if {
	count(rule.deny) == 1 with input as _table({})
	count(rule.deny) == 1 with input as _table({"point_in_time_recovery": [{"enabled": false}]})
}

test_on_passes if {
	count(rule.deny) == 0 with input as _table({"point_in_time_recovery": _on})
	count(rule.deny) == 0 with input as _table({"point_in_time_recovery": _on, "replica": [{"point_in_time_recovery": true}]})
}

test_replicas_count if {
	count(rule.deny) == 1 with input as _table({"point_in_time_recovery": _on, "replica": [{"point_in_time_recovery": null}]})
}
