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

subnetwork(attributes) := {"resources": [{"key": "s", "type": "google_compute_subnetwork", "attributes": attributes}]}

test_subnetworks if {
	count(rule.deny) == 0 with input as subnetwork({"log_config": [{"flow_sampling": 0.5}]})
	count(rule.deny) == 1 with input as subnetwork({"log_config": [{"flow_sampling": 0}]})
	count(rule.deny) == 1 with input as subnetwork({"log_config": []})
	count(rule.deny) == 1 with input as subnetwork({})
	some sparse in rule.deny with input as subnetwork({"log_config": [{"flow_sampling": 0.1}]})
	sparse.severity == "low"
	count(rule.exempt) == 1 with input as subnetwork({"purpose": "REGIONAL_MANAGED_PROXY"})
	count(rule.exempt) == 0 with input as subnetwork({"purpose": "PRIVATE"})
}
