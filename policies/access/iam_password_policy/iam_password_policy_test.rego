package access.iam_password_policy_test

import data.access.iam_password_policy as rule

_whole(type, types) := {"resources": [{"key": "w", "type": type, "labels": {}, "facets": {"plan_contents": {"types": types}}}]}

_policy(attributes) := {"resources": [{"key": "p", "type": "aws_iam_account_password_policy", "labels": {}, "attributes": attributes}]}

_parameters := {"password_min_length": 14, "password_history": 24}

test_no_policy_is_denied if {
	every type in ["scope/plan", "scope/aws"] {
		count(rule.deny) == 1 with input as _whole(type, ["aws_vpc"]) with data.parameters as _parameters
	}
}

test_a_policy_exempts_the_whole if {
	count(rule.exempt) == 1 with input as _whole("scope/aws", ["aws_iam_account_password_policy"])
	count(rule.exempt) == 0 with input as _whole("scope/aws", ["aws_vpc"])
}

test_policies if {
	count(rule.deny) == 0 with input as _policy({"minimum_password_length": 14, "password_reuse_prevention": 24}) with data.parameters as _parameters
	count(rule.deny) == 1 with input as _policy({"minimum_password_length": 8, "password_reuse_prevention": 24}) with data.parameters as _parameters
	count(rule.deny) == 1 with input as _policy({"minimum_password_length": 20}) with data.parameters as _parameters
	count(rule.deny) == 2 with input as _policy({"minimum_password_length": "14"}) with data.parameters as _parameters
}
