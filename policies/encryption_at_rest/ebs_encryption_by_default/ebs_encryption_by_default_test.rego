package encryption_at_rest.ebs_encryption_by_default_test

import data.encryption_at_rest.ebs_encryption_by_default as rule

_setting(attributes) := {"resources": [{"key": "a", "type": "aws_ebs_encryption_by_default", "attributes": attributes}]}

_plan(types) := {"resources": [{"key": "p", "type": "scope/plan", "facets": {"plan_contents": {"types": types}}}]}

test_off_is_denied if {
	count(rule.deny) == 1 with input as _setting({"enabled": false})
	count(rule.deny) == 1 with input as _setting({"enabled": "perhaps"})
}

test_on_and_unsaid_pass if {
	count(rule.deny) == 0 with input as _setting({"enabled": true})
	count(rule.deny) == 0 with input as _setting({"enabled": null})
	count(rule.deny) == 0 with input as _setting({})
}

test_a_plan_without_the_setting_is_denied if {
	count(rule.deny) == 1 with input as _plan(["aws_ebs_volume"])
	count(rule.deny) == 0 with input as _plan(["aws_ebs_encryption_by_default"])
	count(rule.exempt) == 1 with input as _plan(["aws_ebs_encryption_by_default"])
	count(rule.exempt) == 1 with input as _plan([])
}
