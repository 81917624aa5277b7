package network.vpc_endpoint_policy_test

import data.network.vpc_endpoint_policy as rule

_endpoint(service, own, statements) := {"resources": [{"key": "e", "labels": {}, "facets": {
	"endpoint_policy": {"service": service, "own": own},
	"policy_documents": [{"statements": statements}],
}}]}

_statement := {
	"effect": "Allow", "actions": ["*"], "not_actions": [], "anyone": true, "everywhere": true, "narrowed": false,
	"conditions": [],
}

_count(changes) := result if {
	result := count(rule.deny) with input as _endpoint("s3", true, [object.union(_statement, changes)])
}

test_no_policy_is_denied if {
	some denial in rule.deny with input as _endpoint("s3", false, [])
	denial.message == "the policy of AWS lets everything through"
}

test_open_policies_are_denied if {
	_count({}) == 1
	_count({"actions": ["s3:*"]}) == 1
	_count({"actions": [], "not_actions": ["s3:DeleteObject"]}) == 1
}

test_narrow_policies_pass if {
	_count({"narrowed": true}) == 0
	_count({"actions": ["s3:GetObject"]}) == 0
	_count({"everywhere": false}) == 0
	_count({"anyone": false}) == 0
	_count({"effect": "Deny"}) == 0
}

test_a_refusal_of_strangers_is_enough if {
	refusal := object.union(_statement, {"effect": "Deny", "conditions": [{"operator": "StringNotEqualsIfExists", "key": "aws:ResourceOrgID", "values": ["o-1"]}]})
	count(rule.deny) == 0 with input as _endpoint("s3", true, [_statement, refusal])
	other := object.union(refusal, {"conditions": [{"operator": "Bool", "key": "aws:SecureTransport", "values": ["false"]}]})
	count(rule.deny) == 1 with input as _endpoint("s3", true, [_statement, other])
}

test_other_services_are_exempt if {
	count(rule.exempt) == 1 with input as _endpoint("monitoring", false, [])
	count(rule.exempt) == 0 with input as _endpoint("s3", false, [])
}
