package ai_governance.ai_workload_ownership_test

import data.ai_governance.ai_workload_ownership as rule

workload(tags) := {"resources": [{"key": "w", "facets": {"ai_workload": {"tags": tags}}}]}

denials(tags) := found if {
	found := rule.deny with input as workload(tags) with data.parameters.ai_labels as ["owner", "ai.risk-class"]
}

test_missing_labels_are_named_in_one_denial if {
	some denial in denials({})
	denial.message == "neither labels nor annotations state owner, ai.risk-class"
	count(denials({})) == 1
	count(denials({"owner": " ", "ai.risk-class": "high"})) == 1
}

test_unknown_risk_class_is_denied if {
	some denial in denials({"owner": "a", "ai.risk-class": "huge"})
	denial.message == "the risk class huge is none of minimal, limited, high"
}

test_complete_labels_pass if count(denials({"owner": "a", "ai.risk-class": "Limited"})) == 0
