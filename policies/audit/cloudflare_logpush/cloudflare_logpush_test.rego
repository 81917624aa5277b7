package audit.cloudflare_logpush_test

import data.audit.cloudflare_logpush as rule

_job(attributes) := {"resources": [{"key": "j", "type": "cloudflare_logpush_job", "attributes": attributes, "facets": {}}]}

_plan(facets) := {"resources": [{"key": "p", "type": "scope/plan", "attributes": {}, "facets": facets}]}

test_enabled_passes if count(rule.deny) == 0 with input as _job({"enabled": true})

test_off_is_denied if {
	count(rule.deny) == 1 with input as _job({"enabled": false})
	count(rule.deny) == 1 with input as _job({})
}

test_missing_datasets_are_denied if {
	some denial in rule.deny with input as _plan({"unshipped_logs": {"zones": true, "datasets": ["audit_logs", "http_requests"]}})
	denial.message == "no job ships audit_logs, http_requests"
}

test_all_datasets_pass if {
	count(rule.deny) == 0 with input as _plan({"unshipped_logs": {"zones": true, "datasets": []}})
	count(rule.exempt) == 0 with input as _plan({"unshipped_logs": {"zones": true, "datasets": []}})
}

test_plan_without_zones_is_exempt if {
	count(rule.exempt) == 1 with input as _plan({"unshipped_logs": {"zones": false, "datasets": []}})
	count(rule.deny) == 0 with input as _plan({"unshipped_logs": {"zones": false, "datasets": []}})
}
