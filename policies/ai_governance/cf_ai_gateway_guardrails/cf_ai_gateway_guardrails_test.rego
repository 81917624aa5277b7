package ai_governance.cf_ai_gateway_guardrails_test

import data.ai_governance.cf_ai_gateway_guardrails as rule

_gateway(attributes) := {"resources": [{"key": "g", "attributes": attributes}]}

test_blocked_passes if {
	count(rule.deny) == 0 with input as _gateway({"guardrails": {"prompt": {"s1": "BLOCK", "s2": null, "s3": "FLAG"}}})
}

test_unchecked_is_denied if {
	count(rule.deny) == 1 with input as _gateway({"guardrails": null})
	count(rule.deny) == 1 with input as _gateway({"guardrails": {"prompt": {"s1": null}}})
	count(rule.deny) == 1 with input as _gateway({})
}

test_flagged_is_not_blocked if {
	count(rule.deny) == 1 with input as _gateway({"guardrails": {"prompt": {"s1": "FLAG"}}})
}
