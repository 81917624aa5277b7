package access.iam_trust_not_public_test

import data.access.iam_trust_not_public as rule

role_policy(statement) := {"resources": [{
	"key": "aws_iam_role.p", "type": "aws_iam_role", "labels": {}, "attributes": {},
	"facets": {"policy_documents": [{"kind": "trust", "path": ["assume_role_policy"], "statements": [object.union(base, statement)]}]},
}]}

base := {
	"path": ["assume_role_policy"], "effect": "Allow", "actions": [], "not_actions": [], "resources": ["*"], "not_resources": [],
	"conditions": [], "narrowed": false, "everywhere": true, "anyone": false, "accounts": [],
}

partner := ["999999999999"]

external_id := [{"operator": "StringEquals", "key": "sts:ExternalId", "values": ["a1"]}]

denials(statement, trusted) := result if {
	result := rule.deny with input as role_policy(statement) with data.parameters.trusted_accounts as trusted
}

undecided(statement, trusted) := result if {
	result := rule.undecided with input as role_policy(statement) with data.parameters.trusted_accounts as trusted
}

test_a_star_is_denied_unless_narrowed if {
	anyone := {"anyone": true}
	count(denials(anyone, [])) == 1
	count(denials(object.union(anyone, {"conditions": external_id}), [])) == 1
	count(denials(object.union(anyone, {"narrowed": true}), [])) == 0
}

test_services_are_allowed if {
	count(denials({}, ["123456789012"])) == 0
}

test_foreign_accounts_need_an_external_id if {
	some denial in denials({"accounts": partner}, ["123456789012"])
	denial.severity == "high"
	count(denials({"accounts": partner}, ["999999999999"])) == 0
	count(denials({"accounts": partner, "conditions": external_id}, ["123456789012"])) == 0
}

test_without_a_list_accounts_are_undecided if {
	count(denials({"accounts": partner}, [])) == 0
	count(undecided({"accounts": partner}, [])) == 1
	count(undecided({"accounts": partner}, ["123456789012"])) == 0
}

live(account) := {"resources": [object.union(
	role_policy({"accounts": [account]}).resources[0],
	{"origin": "aws", "scope": "123456789012/global"},
)]}

test_a_live_role_may_trust_its_own_account if {
	count(rule.undecided) == 0 with input as live("123456789012") with data.parameters.trusted_accounts as []
	count(rule.deny) == 0 with input as live("123456789012") with data.parameters.trusted_accounts as ["1"]
	count(rule.undecided) == 1 with input as live("999999999999") with data.parameters.trusted_accounts as []
}
