package ai_governance.ai_model_pinned_approved_test

import data.ai_governance.ai_model_pinned_approved as rule

workload(ids) := {"resources": [{"key": "w", "facets": {"ai_workload": {
	"models": [{"path": ["spec"], "name": "MODEL", "id": id} | some id in ids], "unresolved": [],
}}}]}

denials(ids, approved) := found if found := rule.deny with input as workload(ids) with data.parameters.ai_models as approved

test_alias_is_medium if {
	some denial in denials(["claude-3-5-sonnet-latest"], [])
	denial.severity == "medium"
}

test_unapproved_is_denied if {
	some denial in denials(["claude-opus-4-6"], ["anthropic.*"])
	denial.message == "MODEL names claude-opus-4-6, which is not an approved model"
}

test_pinned_passes if {
	count(denials(["claude-opus-4-6"], [])) == 0
	count(denials(["claude-opus-4-6"], ["claude-opus-4-6"])) == 0
	count(rule.undecided) == 0 with input as workload(["claude-opus-4-6"])
}

test_unclear_versions_are_undecided if count(rule.undecided) == 1 with input as workload(["house-model"])

test_no_model_is_undecided if count(rule.undecided) == 1 with input as workload([])

test_value_from_elsewhere_is_undecided if {
	elsewhere := {"kind": "model", "reason": "ConfigMap m is not in the input"}
	given := {"resources": [{"key": "w", "facets": {"ai_workload": {"models": [{"path": [], "name": "M", "id": "claude-opus-4-6"}], "unresolved": [elsewhere]}}}]}
	count(rule.undecided) == 1 with input as given
}
