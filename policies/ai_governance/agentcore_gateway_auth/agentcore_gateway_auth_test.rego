package ai_governance.agentcore_gateway_auth_test

import data.ai_governance.agentcore_gateway_auth as rule

_gateway(attributes) := {"resources": [{"key": "a", "attributes": attributes}]}

test_authorizers_pass if {
	count(rule.deny) == 0 with input as _gateway({"authorizer_type": "CUSTOM_JWT"})
	count(rule.undecided) == 0 with input as _gateway({"authorizer_type": "AWS_IAM"})
	count(rule.deny) == 1 with input as _gateway({"authorizer_type": "NONE"})
	count(rule.deny) == 1 with input as _gateway({"authorizer_type": ""})
	count(rule.deny) == 1 with input as _gateway({})
}

test_others_are_open if {
	count(rule.undecided) == 1 with input as _gateway({"authorizer_type": "SOMETHING_NEW"})
	count(rule.deny) == 0 with input as _gateway({"authorizer_type": "SOMETHING_NEW"})
}
