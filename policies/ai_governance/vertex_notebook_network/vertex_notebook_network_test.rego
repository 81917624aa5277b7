package ai_governance.vertex_notebook_network_test

import data.ai_governance.vertex_notebook_network as rule

of(type, attributes) := {"resources": [{"key": $"{type}.x", "type": type, "labels": {}, "attributes": attributes}]}

messages(type, attributes) := {denial.message | some denial in rule.deny with input as of(type, attributes)}

test_closed_ones_pass if {
	count(messages("google_workbench_instance", {"gce_setup": [{"disable_public_ip": true}]})) == 0
	count(messages("google_colab_runtime_template", {"network_spec": [{"enable_internet_access": false}]})) == 0
}

test_open_ones_are_denied if {
	count(messages("google_workbench_instance", {})) == 1
	count(messages("google_workbench_instance", {"gce_setup": [{"disable_public_ip": false}]})) == 1
	count(messages("google_colab_runtime_template", {"network_spec": [{"enable_internet_access": true}]})) == 1
}

test_an_unstated_network_is_undecided if {
	count(rule.undecided) == 1 with input as of("google_colab_runtime_template", {})
}
