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

sql_messages(version, backups) := {denial.message |
	some denial in rule.deny with input as {"resources": [{
		"key": "db", "type": "google_sql_database_instance",
		"attributes": {"database_version": version, "settings": [{"backup_configuration": backups}]},
	}]}
		with data.parameters.backup_min_days as 7
}

test_cloud_sql_needs_backups_and_logs if {
	sql_messages("POSTGRES_17", [{"enabled": true, "point_in_time_recovery_enabled": true}]) == set()
	sql_messages("MYSQL_8_4", [{"enabled": true, "binary_log_enabled": true}]) == set()
	sql_messages("POSTGRES_17", []) == {"no daily backups are made"}
	count(sql_messages("POSTGRES_17", [{"enabled": true, "binary_log_enabled": true}])) == 1
	sql_messages("POSTGRES_17", [{
		"enabled": true, "point_in_time_recovery_enabled": true,
		"backup_retention_settings": [{"retained_backups": 3}],
	}]) == {"3 daily backups are kept, fewer than the required 7"}
}

test_a_replica_in_cloud_sql_is_exempt if {
	count(rule.exempt) == 1 with input as {"resources": [{"key": "c", "facets": {"given": {"master_instance_name": true}}}]}
}

_azure(type, attributes) := {"key": "a", "type": type, "attributes": attributes}

_azure_denials(resource) := n if {
	n := count(rule.deny) with input as {"resources": [resource]} with data.parameters as {"backup_min_days": 7}
}

test_azure if {
	_azure_denials(_azure("azurerm_mysql_flexible_server", {"backup_retention_days": 7})) == 0
	_azure_denials(_azure("azurerm_mysql_flexible_server", {"backup_retention_days": 1})) == 1
	_azure_denials(_azure("azurerm_postgresql_flexible_server", {})) == 0
	_azure_denials(_azure("azurerm_mssql_database", {"short_term_retention_policy": [{"retention_days": 3}]})) == 1
	_azure_denials(_azure("azurerm_mssql_database", {"short_term_retention_policy": []})) == 0
}

test_azure_replica if {
	count(rule.exempt) == 1 with input as {"resources": [_azure("azurerm_postgresql_flexible_server", {"create_mode": "Replica"})]}
}
