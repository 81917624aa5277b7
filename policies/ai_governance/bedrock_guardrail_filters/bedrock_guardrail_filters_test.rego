package ai_governance.bedrock_guardrail_filters_test

import data.ai_governance.bedrock_guardrail_filters as rule

filter(type, strength) := {"type": type, "input_strength": strength, "output_strength": strength}

guardrail(filters) := {"resources": [{
	"key": "aws_bedrock_guardrail.g",
	"attributes": {"content_policy_config": [{"filters_config": filters}]},
}]}

strong := [filter(type, "HIGH") | some type in ["HATE", "INSULTS", "MISCONDUCT", "PROMPT_ATTACK", "SEXUAL", "VIOLENCE"]]

denials(document) := result if {
	result := rule.deny with input as document with data.parameters.guardrail_filter_min as "MEDIUM"
}

test_all_filters_pass if {
	count(denials(guardrail(strong))) == 0
}

test_missing_filters_are_denied if {
	count(denials(guardrail([]))) == 3
	some denial in denials({"resources": [{"key": "aws_bedrock_guardrail.g", "attributes": {}}]})
	denial.message == "filtered below MEDIUM on output: HATE, INSULTS, MISCONDUCT, SEXUAL, VIOLENCE"
}

test_weak_off_or_silent_filters_are_denied if {
	others := [each | some each in strong; each.type != "HATE"]
	count(denials(guardrail(array.concat(others, [filter("HATE", "LOW")])))) == 2
	count(denials(guardrail(array.concat(others, [object.union(filter("HATE", "HIGH"), {"input_action": "NONE"})])))) == 1
	count(denials(guardrail(array.concat(others, [object.union(filter("HATE", "HIGH"), {"output_enabled": false})])))) == 1
}

test_prompt_attack_must_be_high if {
	others := [each | some each in strong; each.type != "PROMPT_ATTACK"]
	some denial in denials(guardrail(array.concat(others, [filter("PROMPT_ATTACK", "MEDIUM")])))
	denial.message == "PROMPT_ATTACK is not filtered at HIGH on input"
}

test_weak_grounding_is_denied_low if {
	grounding := [{"filters_config": [{"type": "GROUNDING", "threshold": 0.4}]}]
	weak := object.union(guardrail(strong).resources[0], {"attributes": {"contextual_grounding_policy_config": grounding}})
	some denial in denials({"resources": [weak]})
	denial.severity == "low"
}
