package ai_governance.aws_ai_optout_policy_test

import data.ai_governance.aws_ai_optout_policy as rule

_policy(part) := {"resources": [{"key": "a", "facets": {"ai_opt_out": object.union({"default": "optOut", "opted_in": [], "at_root": true}, part)}}]}

test_opting_out_everywhere_passes if {
	count(rule.deny) == 0 with input as _policy({})
	count(rule.deny) == 1 with input as _policy({"default": "unset"})
	count(rule.deny) == 1 with input as _policy({"default": "optIn"})
	count(rule.deny) == 1 with input as _policy({"opted_in": ["lex"]})
	count(rule.deny) == 1 with input as _policy({"at_root": false})
	count(rule.deny) == 1 with input as _policy({"at_root": null})
}
