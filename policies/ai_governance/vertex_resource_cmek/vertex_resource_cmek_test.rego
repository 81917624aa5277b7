package ai_governance.vertex_resource_cmek_test

import data.ai_governance.vertex_resource_cmek as rule

of(type, labels, given) := {"resources": [{"key": "r", "type": type, "labels": labels, "facets": {"given": given}}]}

test_a_key_passes if {
	count(rule.deny) == 0 with input as of("google_vertex_ai_endpoint", {}, {"kms_key_name": true})
	count(rule.deny) == 0 with input as of("google_workbench_instance", {}, {"kms_key": true})
}

test_no_key_is_denied if {
	some denial in rule.deny with input as of("google_vertex_ai_endpoint", {}, {"kms_key_name": false})
	denial.path == ["encryption_spec"]
	some other in rule.deny with input as of("google_workbench_instance", {}, {})
	other.path == ["gce_setup", 0, "boot_disk", 0, "kms_key"]
	some store in rule.deny with input as of("google_discovery_engine_data_store", {}, {"kms_key_name": false})
	store.path == ["kms_key_name"]
}

test_unclassified_data_is_exempt_unless_all_is_asked_for if {
	count(rule.exempt) == 1 with input as of("google_vertex_ai_endpoint", {}, {}) with data.parameters.cmk_scope as "tagged" with data.parameters.sensitive_classes as ["personal"]
	count(rule.exempt) == 0 with input as of("google_vertex_ai_endpoint", {"data-classification": "personal"}, {}) with data.parameters.cmk_scope as "tagged" with data.parameters.sensitive_classes as ["personal"]
	count(rule.exempt) == 0 with input as of("google_vertex_ai_endpoint", {}, {}) with data.parameters.cmk_scope as "all" with data.parameters.sensitive_classes as []
}
