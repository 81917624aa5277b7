package ai_governance.model_armor_filters_test

import data.ai_governance.model_armor_filters as rule

of(type, attributes) := {"resources": [{"key": $"{type}.x", "type": type, "labels": {}, "attributes": attributes}]}

messages(type, attributes) := {denial.message | some denial in rule.deny with input as of(type, attributes)}

filters := {
	"pi_and_jailbreak_filter_settings": [{"filter_enforcement": "ENABLED"}],
	"malicious_uri_filter_settings": [{"filter_enforcement": "ENABLED"}],
	"rai_settings": [{"rai_filters": [{"filter_type": "DANGEROUS"}]}],
}

test_filters_that_are_on_pass if {
	count(messages("google_model_armor_template", {"filter_config": [filters]})) == 0
	count(messages("google_model_armor_floorsetting", {"filter_config": [filters], "enable_floor_setting_enforcement": true})) == 0
}

test_filters_that_are_off_are_denied if {
	count(messages("google_model_armor_template", {})) == 3
	messages("google_model_armor_template", {"filter_config": [object.union(filters, {"pi_and_jailbreak_filter_settings": [{"filter_enforcement": "DISABLED"}]})]}) == {"prompts that smuggle in instructions are not stopped"}
	messages("google_model_armor_template", {"filter_config": [filters], "template_metadata": [{"enforcement_type": "INSPECT_ONLY"}]}) == {"what the filters find is only reported"}
	messages("google_model_armor_floorsetting", {"filter_config": [filters]}) == {"the floor setting is not enforced"}
	messages("google_model_armor_floorsetting", {"filter_config": [filters], "enable_floor_setting_enforcement": true, "ai_platform_floor_setting": [{"inspect_only": true}]}) == {"what the filters find is only reported"}
}
