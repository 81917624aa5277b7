package ai_governance.bedrock_guardrail_pii_test

import data.ai_governance.bedrock_guardrail_pii as rule

guardrail(labels, entities) := {"resources": [{
	"key": "aws_bedrock_guardrail.g", "labels": labels,
	"attributes": {"sensitive_information_policy_config": [{"pii_entities_config": entities}]},
}]}

email := {"type": "EMAIL", "action": "ANONYMIZE"}

denials(document) := result if {
	result := rule.deny with input as document with data.parameters.guardrail_pii_types as ["EMAIL", "NAME"] with data.parameters.sensitive_classes as ["phi"]
}

exempt(document) := result if {
	result := rule.exempt with input as document with data.parameters.sensitive_classes as ["phi"]
}

test_all_types_pass if {
	count(denials(guardrail({}, [email, {"type": "NAME", "action": "BLOCK"}]))) == 0
}

test_missing_types_are_denied_by_class if {
	some untagged in denials(guardrail({}, [email]))
	untagged.severity == "low"
	untagged.message == "does not block or mask NAME"
	some sensitive in denials(guardrail({"data-classification": "phi"}, [email]))
	sensitive.severity == "high"
}

test_silent_or_one_sided_entities_do_not_count if {
	count(denials(guardrail({}, [email, {"type": "NAME", "action": "NONE"}]))) == 1
	count(denials({"resources": [{"key": "aws_bedrock_guardrail.g", "labels": {}, "attributes": {}}]})) == 1
	count(denials(guardrail({}, [email, {"type": "NAME", "action": "BLOCK", "input_enabled": false}]))) == 1
	count(denials(guardrail({}, [email, {"type": "NAME", "action": "BLOCK", "output_action": "NONE"}]))) == 1
}

test_other_classes_are_exempt if {
	count(exempt(guardrail({"data-classification": "public"}, []))) == 1
	count(exempt(guardrail({"data-classification": "phi"}, []))) == 0
	count(exempt(guardrail({}, []))) == 0
}
