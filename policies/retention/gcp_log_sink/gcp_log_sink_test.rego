package retention.gcp_log_sink_test

import data.retention.gcp_log_sink as rule

sink(changes) := {"resources": [{"key": "s", "type": "google_logging_organization_sink", "facets": {"log_sink": object.union(good, changes)}}]}

good := {"audit_logs": true, "enabled": true, "excludes_audit_logs": false, "whole": true}

plan(types) := {"resources": [{"key": "scope/plan/p", "type": "scope/plan", "facets": {"plan_contents": {"types": types}}}]}

paths(changes) := {denial.path | some denial in rule.deny with input as sink(changes)}

test_sinks if {
	paths({}) == set()
	paths({"enabled": false}) == {["disabled"]}
	paths({"excludes_audit_logs": true}) == {["exclusions"]}
	paths({"whole": false}) == {["include_children"]}
	count(rule.exempt) == 1 with input as sink({"audit_logs": false})
	count(rule.exempt) == 0 with input as sink({})
}

test_plans if {
	count(rule.deny) == 1 with input as plan(["google_storage_bucket"])
	count(rule.exempt) == 1 with input as plan(["google_logging_project_sink", "google_storage_bucket"])
	count(rule.exempt) == 1 with input as plan(["aws_s3_bucket"])
}
