package ai_governance.cf_ai_gateway_limits_test

import data.ai_governance.cf_ai_gateway_limits as rule

_gateway(attributes) := {"resources": [{"key": "g", "attributes": attributes}]}

test_limited_passes if {
	count(rule.deny) == 0 with input as _gateway({"rate_limiting_limit": 100, "rate_limiting_interval": 60})
}

test_unlimited_is_denied if {
	count(rule.deny) == 1 with input as _gateway({"rate_limiting_limit": 0, "rate_limiting_interval": 60})
	count(rule.deny) == 1 with input as _gateway({"rate_limiting_limit": 100, "rate_limiting_interval": 0})
	count(rule.deny) == 1 with input as _gateway({"rate_limiting_limit": "junk", "rate_limiting_interval": "junk"})
	count(rule.deny) == 1 with input as _gateway({})
}
