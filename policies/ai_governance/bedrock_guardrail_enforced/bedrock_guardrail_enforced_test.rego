package ai_governance.bedrock_guardrail_enforced_test

import data.ai_governance.bedrock_guardrail_enforced as rule

_configuration(attributes) := {"resources": [{"key": "a", "attributes": attributes}]}

test_all_models_pass if {
	count(rule.deny) == 0 with input as _configuration({})
	count(rule.deny) == 0 with input as _configuration({"model_enforcement": []})
	count(rule.deny) == 0 with input as _configuration({"model_enforcement": [{"included_models": ["ALL"], "excluded_models": []}]})
	count(rule.deny) == 0 with input as _configuration({"model_enforcement": [{"included_models": ["ALL"]}]})
	count(rule.deny) == 0 with input as _configuration({"model_enforcement": [{"included_models": ["ALL"], "excluded_models": null}]})
}

test_gaps_fail if {
	count(rule.deny) == 1 with input as _configuration({"model_enforcement": [{"included_models": ["a"], "excluded_models": []}]})
	count(rule.deny) == 1 with input as _configuration({"model_enforcement": [{"included_models": ["ALL"], "excluded_models": ["a"]}]})
	count(rule.deny) == 1 with input as _configuration({"model_enforcement": [{}]})
}
