package backup.data_store_destroyed_test

import data.backup.data_store_destroyed as rule

_in(type, labels, content) := {"resources": [{
	"key": "a",
	"type": type,
	"labels": labels,
	"facets": {"destruction": {"action": "replace", "content": content}},
}]}

test_lost if {
	message := "the plan replaces the data store, and nothing of its data is left"
	rule.deny == {{"resource": "a", "path": ["skip_final_snapshot"], "message": message}} with input as _in("aws_db_instance", {}, "lost")
	rule.deny == {{"resource": "a", "path": ["point_in_time_recovery"], "message": message}} with input as _in("aws_dynamodb_table", {}, "lost")
}

test_kept if count(rule.deny) == 0 with input as _in("aws_rds_cluster", {}, "kept")

test_junk_is_not_kept if count(rule.deny) == 1 with input as _in("aws_rds_cluster", {}, [])

test_copies_and_trials_are_exempt if {
	count(rule.exempt) == 1 with input as _in("aws_db_instance", {}, "none")
	count(rule.exempt) == 1 with input as _in("aws_db_instance", {"env": "dev"}, "lost")
	count(rule.exempt) == 0 with input as _in("aws_db_instance", {"env": "prod"}, "lost")
}
