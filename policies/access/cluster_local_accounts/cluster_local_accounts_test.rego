package access.cluster_local_accounts_test

import data.access.cluster_local_accounts as rule

_denied(attributes) := n if {
	n := count(rule.deny) with input as {"resources": [{"key": "a", "attributes": attributes}]}
}

test_disabled if _denied({"local_account_disabled": true}) == 0

test_left_on if {
	_denied({"local_account_disabled": false}) == 1
	_denied({"local_account_disabled": null}) == 1
	_denied({"local_account_disabled": "yes"}) == 1
	_denied({}) == 1
}
