package access.cloudflare_account_2fa_test

import data.access.cloudflare_account_2fa as rule

_account(enforced) := {"resources": [{"key": "a", "facets": {"second_factor": {"enforced": enforced, "path": []}}}]}

test_enforced_passes if count(rule.deny) == 0 with input as _account(true)

test_not_enforced_is_denied if {
	count(rule.deny) == 1 with input as _account(false)
	count(rule.deny) == 1 with input as _account("junk")
}
