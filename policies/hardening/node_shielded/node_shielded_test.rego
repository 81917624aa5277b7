package hardening.node_shielded_test

import data.hardening.node_shielded as rule

of(type, attributes) := {"resources": [{"key": $"{type}.x", "type": type, "labels": {}, "attributes": attributes}]}

messages(type, attributes) := {denial.message | some denial in rule.deny with input as of(type, attributes)}

test_signed_machines_pass if {
	count(messages("google_compute_instance", {"shielded_instance_config": [{"enable_secure_boot": true}]})) == 0
	count(messages("google_container_node_pool", {"node_config": [{"shielded_instance_config": [{"enable_secure_boot": true}]}]})) == 0
	count(messages("google_workbench_instance", {"gce_setup": [{"shielded_instance_config": [{"enable_secure_boot": true}]}]})) == 0
	count(messages("google_container_cluster", {})) == 0
	count(messages("google_container_cluster", {"enable_shielded_nodes": false, "enable_autopilot": true})) == 0
}

test_unsigned_machines_are_denied if {
	count(messages("google_compute_instance", {})) == 1
	count(messages("google_container_node_pool", {"node_config": [{"machine_type": "e2-small"}]})) == 1
	messages("google_compute_instance", {"shielded_instance_config": [{"enable_secure_boot": true, "enable_integrity_monitoring": false}]}) == {"nothing compares what is started with what should be"}
	messages("google_container_cluster", {"enable_shielded_nodes": false}) == {"nodes need not prove who they are"}
}
