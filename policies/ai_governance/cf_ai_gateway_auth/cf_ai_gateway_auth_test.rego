package ai_governance.cf_ai_gateway_auth_test

import data.ai_governance.cf_ai_gateway_auth as rule

_gateway(attributes) := {"resources": [{"key": "g", "attributes": attributes}]}

test_on_passes if count(rule.deny) == 0 with input as _gateway({"authentication": true})

test_off_is_denied if {
	count(rule.deny) == 1 with input as _gateway({"authentication": false})
	count(rule.deny) == 1 with input as _gateway({"authentication": null})
	count(rule.deny) == 1 with input as _gateway({})
}
