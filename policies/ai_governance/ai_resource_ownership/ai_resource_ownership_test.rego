package ai_governance.ai_resource_ownership_test

import data.ai_governance.ai_resource_ownership as rule

_resource(tags, all) := {"resources": [{"key": "a", "attributes": {"tags": tags, "tags_all": all}}]}

_denied(document) := result if {
	result := count(rule.deny) with input as document with data.parameters.ai_labels as ["owner", "ai.risk-class"]
}

test_all_tags_pass if {
	_denied(_resource({"owner": "a", "ai.risk-class": "High"}, {})) == 0
	_denied(_resource({}, {"owner": "a", "ai.risk-class": "minimal"})) == 0
	_denied(_resource(null, {"owner": "a", "ai.risk-class": "minimal"})) == 0
}

test_missing_or_odd_tags_fail if {
	_denied(_resource({"owner": " ", "ai.risk-class": "high"}, {})) == 1
	_denied(_resource({"owner": "a", "ai.risk-class": "some"}, {"ai.risk-class": "high"})) == 1
	_denied({"resources": [{"key": "a", "attributes": {}}]}) == 1
}

test_keys_of_google_hold_no_dots if {
	resource := {"key": "e", "type": "google_vertex_ai_endpoint", "attributes": {"labels": {"owner": "claims", "ai_system-id": "c4"}}}
	count(rule.deny) == 0 with input as {"resources": [resource]} with data.parameters.ai_labels as ["owner", "ai.system-id"]
	some denial in rule.deny with input as {"resources": [resource]} with data.parameters.ai_labels as ["ai.risk-class"]
	denial.path == ["labels"]
}
