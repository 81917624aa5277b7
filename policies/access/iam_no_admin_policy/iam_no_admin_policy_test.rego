package access.iam_no_admin_policy_test

import data.access.iam_no_admin_policy as rule

role_policy(statement) := {"resources": [{
	"key": "aws_iam_policy.p", "type": "aws_iam_policy", "labels": {}, "attributes": {},
	"facets": {"policy_documents": [{"kind": "identity", "path": ["policy"], "statements": [object.union(base, statement)]}]},
}]}

base := {
	"path": ["policy"], "effect": "Allow", "actions": [], "not_actions": [], "resources": ["*"], "not_resources": [],
	"conditions": [], "narrowed": false, "everywhere": true, "anyone": false, "accounts": [],
}

attachment(arn) := {"resources": [{
	"key": "aws_iam_role_policy_attachment.a", "facets": {"attached_policies": [{"path": ["policy_arn"], "arn": arn}]},
}]}

denials(document) := result if {
	result := rule.deny with input as document with data.parameters.break_glass_addresses as []
}

test_star_on_star_is_denied if {
	denials(role_policy({"actions": ["*"]})) == {{
		"resource": "aws_iam_policy.p", "path": ["policy"], "message": "allows every action on every resource",
	}}
	count(denials(role_policy({"actions": ["s3:GetObject", "*:*"]}))) == 1
}

test_less_is_allowed if {
	count(denials(role_policy({"actions": ["s3:*"]}))) == 0
	count(denials(role_policy({"actions": ["*"], "everywhere": false}))) == 0
	count(denials(role_policy({"actions": ["*"], "effect": "Deny"}))) == 0
}

test_a_narrowing_condition_counts_and_a_second_factor_does_not if {
	team := {"operator": "StringEquals", "key": "aws:ResourceTag/team", "values": ["a"]}
	mfa := {"operator": "Bool", "key": "aws:MultiFactorAuthPresent", "values": ["true"]}
	count(denials(role_policy({"actions": ["*"], "conditions": [team]}))) == 0
	count(denials(role_policy({"actions": ["*"], "conditions": [mfa]}))) == 1
}

test_ready_made_administration_is_denied if {
	some denial in denials(attachment("arn:aws:iam::aws:policy/AdministratorAccess"))
	denial.severity == "critical"
	some power in denials(attachment("arn:aws-us-gov:iam::aws:policy/PowerUserAccess"))
	power.severity == "high"
	count(denials(attachment("arn:aws:iam::aws:policy/ReadOnlyAccess"))) == 0
}

test_break_glass_is_exempt if {
	exempt := rule.exempt with input as role_policy({"actions": ["*"]}) with data.parameters.break_glass_addresses as ["aws_iam_policy.p"]
	count(exempt) == 1
}
