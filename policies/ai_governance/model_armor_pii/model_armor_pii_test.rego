package ai_governance.model_armor_pii_test

import data.ai_governance.model_armor_pii as rule

denials(labels, settings) := result if {
	result := rule.deny with input as {"resources": [{
		"key": "t", "labels": labels,
		"attributes": {"filter_config": [{"sdp_settings": settings}]},
	}]}
		with data.parameters.sensitive_classes as ["personal"]
}

test_a_filter_passes if {
	count(denials({}, [{"basic_config": [{"filter_enforcement": "ENABLED"}]}])) == 0
	count(denials({}, [{"advanced_config": [{"inspect_template": "projects/p/inspectTemplates/t"}]}])) == 0
}

test_no_filter_is_denied if {
	some denial in denials({}, [])
	denial.severity == "low"
	some graver in denials({"data-classification": "personal"}, [{"basic_config": [{"filter_enforcement": "DISABLED"}]}])
	graver.severity == "high"
	count(denials({}, [{"advanced_config": [{}]}])) == 1
}
