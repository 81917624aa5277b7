package network.cloudflare_origin_auth_pull_test

import data.network.cloudflare_origin_auth_pull as rule

_zone(enabled, elsewhere) := {"resources": [{"key": "z", "facets": {"origin_pulls": {
	"enabled": enabled,
	"elsewhere": elsewhere,
	"path": ["enabled"],
}}}]}

test_on_passes if {
	count(rule.deny) == 0 with input as _zone(true, false)
	count(rule.deny) == 0 with input as _zone(false, true)
}

test_off_is_denied if {
	count(rule.deny) == 1 with input as _zone(false, false)
	count(rule.deny) == 1 with input as _zone("junk", "junk")
}
