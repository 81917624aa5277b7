package access.resource_policy_not_public_test

import data.access.resource_policy_not_public as rule

role_policy(statement) := {"resources": [{
	"key": "aws_sqs_queue_policy.p", "type": "aws_sqs_queue_policy", "labels": {}, "attributes": {},
	"facets": {"policy_documents": [{"kind": "resource", "path": ["policy"], "statements": [object.union(base, statement)]}]},
}]}

base := {
	"path": ["policy"], "effect": "Allow", "actions": [], "not_actions": [], "resources": ["*"], "not_resources": [],
	"conditions": [], "narrowed": false, "everywhere": true, "anyone": false, "accounts": [],
}

anyone := {"anyone": true}

permission(attributes, given) := {"resources": [{
	"key": "aws_lambda_permission.p", "type": "aws_lambda_permission", "attributes": attributes,
	"facets": {"given": object.union({"principal_org_id": false, "source_account": false, "source_arn": false}, given)},
}]}

test_public_policy_is_denied if {
	some denial in rule.deny with input as role_policy(anyone)
	denial.severity == "critical"
	count(rule.deny) == 0 with input as role_policy(object.union(anyone, {"narrowed": true}))
	count(rule.deny) == 0 with input as role_policy(object.union(anyone, {"effect": "Deny"}))
}

test_a_vpc_makes_it_low if {
	document := role_policy(anyone)
	domain := object.union(document.resources[0], {"facets": {"given": {"vpc_options": true}}})
	some denial in rule.deny with input as {"resources": [domain]}
	denial.severity == "low"
}

test_function_open_to_anyone_is_denied if {
	count(rule.deny) == 1 with input as permission({"principal": "*"}, {})
	count(rule.deny) == 0 with input as permission({"principal": "*", "function_url_auth_type": "AWS_IAM"}, {})
	count(rule.deny) == 0 with input as permission({"principal": "*"}, {"principal_org_id": true})
}

test_services_name_their_source if {
	some denial in rule.deny with input as permission({"principal": "s3.amazonaws.com"}, {})
	denial.severity == "medium"
	count(rule.deny) == 0 with input as permission({"principal": "s3.amazonaws.com"}, {"source_arn": true})
	count(rule.deny) == 0 with input as permission({"principal": "s3.amazonaws.com"}, {"source_account": true})
	count(rule.deny) == 0 with input as permission({"principal": "123456789012"}, {})
}

granting(grants) := {"resources": [{"key": "g", "type": "google_kms_crypto_key_iam_member", "attributes": {}, "facets": {"public_grants": {"grants": grants}}}]}

test_grants_of_google if {
	some denial in rule.deny with input as granting([{"path": ["member"], "grantee": "everyone", "permission": "roles/viewer"}])
	denial.message == "the grant gives roles/viewer to everyone"
	count(rule.deny) == 0 with input as granting([])
}

_registry_denials(attributes) := n if {
	n := count(rule.deny) with input as {"resources": [{"key": "a", "type": "azurerm_container_registry", "attributes": attributes, "facets": {}}]}
}

test_registry if {
	_registry_denials({"anonymous_pull_enabled": true}) == 1
	_registry_denials({"anonymous_pull_enabled": false}) == 0
	_registry_denials({"anonymous_pull_enabled": null}) == 0
	_registry_denials({}) == 0
}
