package resilience.deletion_protection_test

import data.resilience.deletion_protection as rule

_store(type, attributes) := {"resources": [{"key": "a", "type": type, "labels": {}, "attributes": attributes, "facets": {"given": {"replicate_source_db": false}}}]}

_paths := {denial.path | some denial in rule.deny}

test_unprotected_is_denied if {
	_paths == {["deletion_protection"]} with input as _store("aws_rds_cluster", {})
	_paths == {["deletion_protection_enabled"]} with input as _store("aws_dynamodb_table", {"deletion_protection_enabled": "x"})
	_paths == {["enable_deletion_protection"]} with input as _store("aws_lb", {"enable_deletion_protection": false})
	_paths == {["force_destroy"]} with input as _store("aws_s3_bucket", {"force_destroy": true})
	_paths == {["skip_final_snapshot"]} with input as _store("aws_db_instance", {"deletion_protection": true, "skip_final_snapshot": true})
}

test_protected_passes if {
	_paths == set() with input as _store("aws_rds_cluster", {"deletion_protection": true})
	_paths == set() with input as _store("aws_dynamodb_table", {"deletion_protection_enabled": true})
	_paths == set() with input as _store("aws_lb", {"enable_deletion_protection": true})
	_paths == set() with input as _store("aws_s3_bucket", {})
}

test_exempt if {
	count(rule.exempt) == 1 with input as {"resources": [{"key": "a", "type": "aws_lb", "labels": {"env": "dev"}, "attributes": {}}]}
	count(rule.exempt) == 1 with input as {"resources": [{"key": "a", "labels": {}, "facets": {"given": {"replicate_source_db": true}}}]}
	count(rule.exempt) == 0 with input as _store("aws_lb", {})
}

test_only_the_protection_of_cloud_sql_itself_counts if {
	sql := {"key": "s", "type": "google_sql_database_instance", "labels": {}, "attributes": {"deletion_protection": true}}
	count(rule.deny) == 1 with input as {"resources": [sql]}
	count(rule.deny) == 0 with input as {"resources": [object.union(sql, {"attributes": {"settings": [{"deletion_protection_enabled": true}]}})]}
	count(rule.exempt) == 1 with input as {"resources": [object.union(sql, {"facets": {"given": {"master_instance_name": true}}})]}
}

test_a_dataset_that_goes_with_its_tables_is_denied if {
	count(rule.deny) == 1 with input as {"resources": [{"key": "d", "type": "google_bigquery_dataset", "labels": {}, "attributes": {"delete_contents_on_destroy": true}}]}
}

test_live_buckets_are_exempt if {
	bucket := {"key": "a", "type": "aws_s3_bucket", "origin": "aws", "labels": {}, "attributes": {}}
	count(rule.exempt) == 1 with input as {"resources": [bucket]}
}
