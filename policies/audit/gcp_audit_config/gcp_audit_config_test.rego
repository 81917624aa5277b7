package audit.gcp_audit_config_test

import data.audit.gcp_audit_config as rule

config(blocks) := {"resources": [{"key": "a", "type": "google_project_iam_audit_config", "attributes": {"audit_log_config": blocks}}]}

plan(types) := {"resources": [{"key": "scope/plan/p", "type": "scope/plan", "facets": {"plan_contents": {"types": types}}}]}

all := [{"log_type": "ADMIN_READ"}, {"log_type": "DATA_READ"}, {"log_type": "DATA_WRITE", "exempted_members": []}]

test_all_kinds_pass if {
	count(rule.deny) == 0 with input as config(all)
}

test_missing_kinds_and_exempted_members_are_denied if {
	some missing in rule.deny with input as config([{"log_type": "ADMIN_READ"}])
	missing.message == "not recorded: DATA_READ, DATA_WRITE"
	count(rule.deny) == 1 with input as config([])
	spared := [{"log_type": "ADMIN_READ"}, {"log_type": "DATA_READ", "exempted_members": ["user:jane@example.com"]}, {"log_type": "DATA_WRITE"}]
	some denial in rule.deny with input as config(spared)
	denial.path == ["audit_log_config", 1, "exempted_members"]
}

test_plans if {
	count(rule.deny) == 1 with input as plan(["google_storage_bucket"])
	count(rule.exempt) == 1 with input as plan(["google_project_iam_audit_config", "google_storage_bucket"])
	count(rule.exempt) == 1 with input as plan(["aws_s3_bucket"])
	count(rule.exempt) == 0 with input as plan(["google_storage_bucket"])
}
