package secrets.db_master_password_managed_test

import data.secrets.db_master_password_managed as rule

database(given) := {"resources": [{"key": "aws_db_instance.d", "facets": {"given": given}}]}

test_typed_password_is_denied if {
	some denial in rule.deny with input as database({"password": true})
	denial.path == ["password"]
	count(rule.deny) == 1 with input as database({"master_password": true, "manage_master_user_password": false})
}

test_managed_or_write_only_passes if {
	count(rule.deny) == 0 with input as database({"manage_master_user_password": true})
	count(rule.deny) == 0 with input as database({"manage_master_password": true})
	count(rule.deny) == 0 with input as database({"password": false, "password_wo": true})
	count(rule.deny) == 0 with input as database({"master_password_wo": true})
}

test_copies_and_members_are_exempt if {
	count(rule.exempt) == 1 with input as database({"password": true, "snapshot_identifier": true})
	count(rule.exempt) == 1 with input as database({"password": false})
	count(rule.exempt) == 0 with input as database({"password": true})
	count(rule.exempt) == 0 with input as database({"password_wo": true})
}

live(type, given) := {"resources": [{"key": "arn:aws:rds:eu-west-1:123456789012:db:d", "type": type, "origin": "aws", "facets": {"given": given}}]}

test_live_databases_have_a_password if {
	some denial in rule.deny with input as live("aws_db_instance", {"manage_master_user_password": false, "password": false})
	denial.path == ["manage_master_user_password"]
	some other in rule.deny with input as live("aws_redshift_cluster", {"manage_master_password": false})
	other.path == ["manage_master_password"]
	count(rule.exempt) == 0 with input as live("aws_db_instance", {"manage_master_user_password": false})
	count(rule.deny) == 0 with input as live("aws_db_instance", {"manage_master_user_password": true})
}

test_live_secondaries_are_exempt if {
	count(rule.exempt) == 1 with input as live("aws_rds_cluster", {"global_cluster_identifier": true})
	count(rule.exempt) == 1 with input as live("aws_db_instance", {"replicate_source_db": true})
}
