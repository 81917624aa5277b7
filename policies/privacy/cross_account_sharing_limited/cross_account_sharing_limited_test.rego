package privacy.cross_account_sharing_limited_test

import data.privacy.cross_account_sharing_limited as rule

_snapshot(accounts) := {"resources": [{"key": "a", "attributes": {"shared_accounts": accounts}}]}

_share(allowed) := {"resources": [{"key": "a", "attributes": {"allow_external_principals": allowed}}]}

_policy(effect, ids) := {"resources": [{"key": "a", "facets": {"policy_documents": [{"statements": [{"effect": effect, "principals": [{"type": "AWS", "id": id} | some id in ids], "path": ["policy"]}]}]}}]}

_denied := result if {
	result := count(rule.deny) with data.parameters.trusted_accounts as ["111111111111"]
}

_open := result if {
	result := count(rule.undecided) with data.parameters.trusted_accounts as []
}

test_shares if {
	_denied == 1 with input as _share(true)
	_denied == 0 with input as _share(false)
	_denied == 0 with input as _share(null)
}

test_snapshots if {
	_denied == 1 with input as _snapshot(["111111111111", "222222222222"])
	_denied == 0 with input as _snapshot(["111111111111"])
	_denied == 0 with input as _snapshot(["all"])
	_denied == 0 with input as _snapshot(null)
	_open == 1 with input as _snapshot(["222222222222"])
}

test_accounts_that_are_not_known_are_no_grants if {
	_denied == 0 with input as _snapshot([null])
	_open == 0 with input as _snapshot([null])
}

test_policies if {
	_denied == 1 with input as _policy("Allow", ["222222222222"])
	_denied == 0 with input as _policy("Deny", ["222222222222"])
	_denied == 1 with input as _policy("Allow", ["arn:aws:iam::222222222222:role/reader"])
	_denied == 0 with input as _policy("Allow", ["arn:aws:iam::111111111111:root"])
	_denied == 0 with input as _policy("Allow", ["*"])
	_open == 1 with input as _policy("Allow", ["222222222222"])
}

test_foreign_domains_are_denied if {
	dataset := {"resources": [{"key": "d", "attributes": {"access": [
		{"domain": "example.com"}, {"user_by_email": "jo@other.example"},
		{"user_by_email": "loader@p.iam.gserviceaccount.com"}, {"special_group": "projectOwners"},
	]}}]}
	denials := rule.deny with input as dataset with data.parameters.trusted_accounts as ["example.com"]
	{denial.path | some denial in denials} == {["access", 1]}
}

test_the_account_itself_is_no_stranger if {
	_denied == 0 with input as _live(["222222222222"])
	_denied == 1 with input as _live(["333333333333"])
}

_live(accounts) := {"resources": [{"key": "a", "scope": "222222222222/eu-west-1", "attributes": {"shared_accounts": accounts}}]}
