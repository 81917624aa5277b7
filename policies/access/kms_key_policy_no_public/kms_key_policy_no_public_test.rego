package access.kms_key_policy_no_public_test

import data.access.kms_key_policy_no_public as rule

role_policy(statement) := {"resources": [{
	"key": "aws_kms_key.p", "type": "aws_kms_key", "labels": {}, "attributes": {},
	"facets": {"policy_documents": [{"kind": "key", "path": ["policy"], "statements": [object.union(base, statement)]}]},
}]}

base := {
	"path": ["policy"], "effect": "Allow", "actions": [], "not_actions": [], "resources": ["*"], "not_resources": [],
	"conditions": [], "narrowed": false, "everywhere": true, "anyone": false, "accounts": [],
}

anyone := {"anyone": true}

test_use_by_anyone_is_denied if {
	some denial in rule.deny with input as role_policy(object.union(anyone, {"actions": ["kms:Decrypt"]}))
	denial.message == "anyone may call kms:Decrypt"
	count(rule.deny) == 1 with input as role_policy(object.union(anyone, {"actions": ["kms:*"]}))
}

test_named_narrowed_or_harmless_passes if {
	count(rule.deny) == 0 with input as role_policy(object.union(anyone, {"actions": ["kms:DescribeKey"]}))
	count(rule.deny) == 0 with input as role_policy(object.union(anyone, {"actions": ["kms:*"], "narrowed": true}))
	count(rule.deny) == 0 with input as role_policy({"actions": ["kms:*"]})
}

test_default_policy_passes if {
	count(rule.deny) == 0 with input as {"resources": [{"key": "aws_kms_key.k", "facets": {}}]}
}

granting(grants) := {"resources": [{"key": "g", "type": "google_kms_crypto_key_iam_member", "attributes": {}, "facets": {"public_grants": {"grants": grants}}}]}

test_grants_of_google if {
	some denial in rule.deny with input as granting([{"path": ["member"], "grantee": "everyone", "permission": "roles/viewer"}])
	denial.message == "the grant gives roles/viewer to everyone"
	count(rule.deny) == 0 with input as granting([])
}
