package access.iam_no_service_wildcard_test

import data.access.iam_no_service_wildcard as rule

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

test_whole_service_is_denied if {
	some denial in denials({"actions": ["s3:*", "s3:GetObject"]})
	denial.message == "allows s3:* on every resource"
}

test_not_action_is_denied_high if {
	some denial in denials({"not_actions": ["iam:*"]})
	denial.severity == "high"
}

test_prefixes_and_single_resources_are_allowed if {
	count(denials({"actions": ["s3:Get*", "ec2:Describe*"]})) == 0
	count(denials({"actions": ["s3:*"], "everywhere": false})) == 0
	count(denials({"actions": ["s3:*"], "effect": "Deny"})) == 0
	count(denials({
		"actions": ["s3:*"],
		"conditions": [{"operator": "StringEquals", "key": "aws:ResourceAccount", "values": ["123456789012"]}],
	})) == 0
}
