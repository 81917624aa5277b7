package audit.object_store_access_logs_test

import data.audit.object_store_access_logs as rule

_bucket(logged, store, labels) := {"resources": [{"key": "b", "labels": labels, "facets": {"object_access_logs": {
	"logged": logged,
	"log_store": store,
	"path": ["logging"],
}}}]}

test_logging if {
	count(rule.deny) == 0 with input as _bucket(true, false, {})
	count(rule.deny) == 1 with input as _bucket(false, false, {})
}

test_log_stores_are_exempt if {
	count(rule.exempt) == 1 with input as _bucket(false, true, {})
	count(rule.exempt) == 1 with input as _bucket(false, false, {"Purpose": "Access-Logs"})
	count(rule.exempt) == 0 with input as _bucket(false, false, {"purpose": "website"})
}
