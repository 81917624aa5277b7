package retention.cloud_log_retention_test

import data.retention.cloud_log_retention as rule

limits := {"retention_days": 2555, "retention_ops_days": 365, "audit_purposes": ["audit"]}

bucket(name, days, writers, locked) := {"resources": [{
	"key": "b", "type": "google_logging_project_bucket_config", "attributes": {"locked": locked},
	"facets": {"log_retention": {"name": name, "days": days, "audit_writers": writers}},
}]}

test_audit_logs_last if {
	count(rule.deny) == 0 with input as bucket("b", 2555, ["sink"], true) with data.parameters as limits
	some early in rule.deny with input as bucket("audit", 90, [], true) with data.parameters as limits
	early.message == "audit records are deleted after 90 days, before the required 2555"
	some open in rule.deny with input as bucket("b", 2555, ["sink"], null) with data.parameters as limits
	open.severity == "low"
}

test_other_logs_last_for_a_year if {
	count(rule.deny) == 0 with input as bucket("apps", 365, [], false) with data.parameters as limits
	count(rule.deny) == 1 with input as bucket("apps", 30, [], false) with data.parameters as limits
}

test_a_period_that_is_missing_fails if {
	facet := {"name": "apps", "audit_writers": []}
	count(rule.exempt) == 0 with input as {"resources": [{"key": "b", "type": "t", "attributes": {}, "facets": {"log_retention": facet}}]}
	count(rule.exempt) == 1 with input as bucket("_Required", 400, [], false)
}

azure(type, days, writers) := {"resources": [{
	"key": "w", "type": type, "attributes": {},
	"facets": {"log_retention": {"name": "audit", "days": days, "audit_writers": writers}},
}]}

paths := result if {
	result := {denial.path | some denial in rule.deny} with data.parameters as limits
}

test_workspaces_last_for_a_year if {
	paths == set() with input as azure("azurerm_log_analytics_workspace", 365, [])
	paths == {["retention_in_days"]} with input as azure("azurerm_log_analytics_workspace", 30, [])
}

test_audit_tables_last if {
	paths == set() with input as azure("azurerm_log_analytics_workspace_table", 2556, ["w"])
	paths == {["total_retention_in_days"]} with input as azure("azurerm_log_analytics_workspace_table", 730, ["w"])
}

test_audit_logs_of_servers_last if {
	paths == set() with input as azure("azurerm_mssql_server_extended_auditing_policy", 0, ["w"])
	paths == {["retention_in_days"]} with input as azure("azurerm_mssql_server_extended_auditing_policy", 90, ["w"])
}
