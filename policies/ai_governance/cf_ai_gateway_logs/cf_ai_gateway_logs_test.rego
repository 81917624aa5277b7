package ai_governance.cf_ai_gateway_logs_test

import data.ai_governance.cf_ai_gateway_logs as rule

_gateway(attributes) := {"resources": [{"key": "g", "attributes": attributes}]}

test_recorded_passes if {
	count(rule.deny) == 0 with input as _gateway({"collect_logs": true})
	count(rule.deny) == 0 with input as _gateway({"collect_logs": true, "log_management_strategy": "DELETE_OLDEST"})
	count(rule.deny) == 0 with input as _gateway({
		"collect_logs": true,
		"log_management_strategy": "STOP_INSERTING",
		"logpush": true,
	})
}

test_not_recorded_is_denied if {
	count(rule.deny) == 1 with input as _gateway({"collect_logs": false})
	count(rule.deny) == 1 with input as _gateway({})
}

test_full_log_is_denied if {
	count(rule.deny) == 1 with input as _gateway({
		"collect_logs": true,
		"log_management_strategy": "STOP_INSERTING",
		"logpush": null,
	})
}
