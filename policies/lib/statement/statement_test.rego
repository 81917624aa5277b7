package lib.statement_test

import data.lib.statement

test_actions_match_in_any_case_and_with_wildcards if {
	statement.covers(["s3:Get*"], "S3:GetObject")
	statement.covers(["iam:?reateUser"], "iam:CreateUser")
	statement.covers(["*"], "iam:CreateUser")
	not statement.covers(["s3:Get*"], "s3:PutObject")
}

test_allow_grants_and_deny_does_not if {
	statement.allows({"effect": "Allow", "actions": ["s3:*"], "not_actions": []}, "s3:GetObject")
	not statement.allows({"effect": "Deny", "actions": ["s3:*"], "not_actions": []}, "s3:GetObject")
}

test_not_action_grants_the_rest if {
	all_but_iam := {"effect": "Allow", "actions": [], "not_actions": ["iam:*"]}
	statement.allows(all_but_iam, "s3:GetObject")
	not statement.allows(all_but_iam, "iam:CreateUser")
}

test_only_conditions_that_hold_back_restrict if {
	restricting := {"operator": "StringEquals", "key": "aws:ResourceTag/team", "values": ["a"]}
	statement.restricted({"conditions": [restricting]})
	not statement.restricted({"conditions": [object.union(restricting, {"key": "aws:SecureTransport"})]})
	not statement.restricted({"conditions": [object.union(restricting, {"values": ["*"]})]})
	not statement.restricted({"conditions": [object.union(restricting, {"operator": "StringEqualsIfExists"})]})
	not statement.restricted({"conditions": []})
}
