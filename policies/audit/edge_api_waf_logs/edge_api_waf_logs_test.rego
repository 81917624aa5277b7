package audit.edge_api_waf_logs_test

import data.audit.edge_api_waf_logs as rule

_entry(enabled, reason) := {"resources": [{"key": "e", "labels": {}, "facets": {"request_logs": {
	"kind": "load balancer",
	"enabled": enabled,
	"exempt": reason,
	"path": ["p"],
}}}]}

test_logged_passes if count(rule.deny) == 0 with input as _entry(true, null)

test_unlogged_is_denied if {
	some denial in rule.deny with input as _entry(false, null)
	denial.path == ["p"]
	denial.message == "the load balancer keeps no log of requests"
	count(rule.exempt) == 0 with input as _entry(false, null)
}

test_nothing_to_log_is_exempt if count(rule.exempt) == 1 with input as _entry(false, "nothing to log")
