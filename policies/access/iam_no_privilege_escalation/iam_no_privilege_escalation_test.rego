package access.iam_no_privilege_escalation_test

import data.access.iam_no_privilege_escalation as rule

role_policy(statement) := {"resources": [{
	"key": "aws_iam_policy.p", "type": "aws_iam_policy", "labels": {}, "attributes": {},
	"facets": {"policy_documents": [{"kind": "identity", "path": ["policy"], "statements": [object.union(base, statement)]}]},
}]}

base := {
	"path": ["policy"], "effect": "Allow", "actions": [], "not_actions": [], "resources": ["*"], "not_resources": [],
	"conditions": [], "narrowed": false, "everywhere": true, "anyone": false, "accounts": [],
}

denials(statement) := result if {
	result := rule.deny with input as role_policy(statement)
}

test_single_actions_are_denied if {
	some denial in denials({"actions": ["iam:PutRole*", "iam:CreatePolicyVersion"]})
	denial.message == "allows iam:CreatePolicyVersion, iam:PutRolePolicy on every resource"
	count(denials({"actions": ["sts:AssumeRole"]})) == 1
}

test_passing_a_role_needs_something_to_start if {
	some denial in denials({"actions": ["iam:PassRole", "lambda:CreateFunction"]})
	denial.message == "allows iam:PassRole on every resource together with lambda:CreateFunction"
	count(denials({"actions": ["iam:PassRole"]})) == 0
}

test_named_roles_and_conditions_are_allowed if {
	count(denials({"actions": ["sts:AssumeRole"], "everywhere": false})) == 0
	count(denials({
		"actions": ["iam:PassRole", "ec2:RunInstances"],
		"conditions": [{"operator": "StringEquals", "key": "iam:PassedToService", "values": ["ec2.amazonaws.com"]}],
	})) == 0
	count(denials({"actions": ["iam:*"], "effect": "Deny"})) == 0
}
