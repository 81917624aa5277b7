package ai_governance.vertex_endpoint_private_test

import data.ai_governance.vertex_endpoint_private as rule

of(type, attributes, given) := {"resources": [{"key": "r", "type": type, "attributes": attributes, "facets": {"given": given}}]}

connected := {"private_service_connect_config": [{"enable_private_service_connect": true}]}

test_private_ones_pass if {
	count(rule.deny) == 0 with input as of("google_vertex_ai_endpoint", {}, {"network": true})
	count(rule.deny) == 0 with input as of("google_vertex_ai_endpoint", connected, {"project_allowlist": true})
	count(rule.deny) == 0 with input as of("google_vertex_ai_index_endpoint", {}, {})
	count(rule.deny) == 0 with input as of("google_vertex_ai_feature_online_store", {"dedicated_serving_endpoint": [connected]}, {})
}

test_public_ones_are_denied if {
	count(rule.deny) == 1 with input as of("google_vertex_ai_endpoint", {}, {"network": false})
	count(rule.deny) == 1 with input as of("google_vertex_ai_endpoint", connected, {"project_allowlist": false})
	count(rule.deny) == 1 with input as of("google_vertex_ai_index_endpoint", {"public_endpoint_enabled": true}, {})
	count(rule.deny) == 1 with input as of("google_vertex_ai_feature_online_store", {"optimized": [{}]}, {})
}

test_bigtable_is_exempt if {
	count(rule.exempt) == 1 with input as of("google_vertex_ai_feature_online_store", {"bigtable": [{}]}, {})
}
