package audit.network_flow_logs_test

import data.audit.network_flow_logs as rule

_vpc(types) := {"resources": [{"key": "a", "labels": {}, "facets": {"flow_logs": {"traffic_types": types}}}]}

test_unrecorded_is_denied if {
	count(rule.deny) == 1 with input as _vpc([])
	count(rule.deny) == 1 with input as _vpc(["ACCEPT"])
}

test_recorded_passes if {
	count(rule.deny) == 0 with input as _vpc(["ALL"])
	count(rule.deny) == 0 with input as _vpc(["ACCEPT", "REJECT"])
}
