package access.cloudflare_token_expiry_test

import data.access.cloudflare_token_expiry as rule

_token(given) := {"resources": [{"key": "t", "facets": {"given": given}}]}

test_with_an_end_passes if count(rule.deny) == 0 with input as _token({"expires_on": true})

test_without_is_denied if {
	count(rule.deny) == 1 with input as _token({"expires_on": false})
	count(rule.deny) == 1 with input as _token({})
}
