package ai_governance.ai_gateway_limits_test

import data.ai_governance.ai_gateway_limits as rule

_gateway(limits) := {"resources": [{"key": "a", "facets": {"ai_gateway": {"limits": limits}}}]}

_limit(positive) := {"path": ["p"], "name": "RATE_LIMIT_RPM", "positive": positive}

test_a_positive_limit_passes if {
	count(rule.deny) == 0 with input as _gateway([_limit(true)])
	count(rule.deny) == 0 with input as _gateway([_limit(false), _limit(true)])
	count(rule.deny) == 1 with input as _gateway([_limit(false)])
	count(rule.deny) == 1 with input as _gateway([_limit(null)])
}

test_no_limit_is_open if {
	count(rule.undecided) == 1 with input as _gateway([])
	count(rule.deny) == 0 with input as _gateway([])
	count(rule.undecided) == 0 with input as _gateway([_limit(true)])
}
