package encryption_in_transit.cloudflare_ssl_strict_test

import data.encryption_in_transit.cloudflare_ssl_strict as rule

_zone(value) := {"resources": [{"key": "z", "facets": {"edge_settings": {"ssl": {"value": value, "path": ["value"]}}}}]}

test_verified_passes if {
	count(rule.deny) == 0 with input as _zone("strict")
	count(rule.deny) == 0 with input as _zone("origin_pull")
	count(rule.exempt) == 0 with input as _zone("strict")
}

test_clear_is_denied if {
	count(rule.deny) == 1 with input as _zone("flexible")
	count(rule.deny) == 1 with input as _zone("off")
	count(rule.deny) == 1 with input as _zone("junk")
}

test_unverified_is_graded if {
	some denial in rule.deny with input as _zone("full")
	denial.severity == "medium"
	count(rule.deny) == 1 with input as _zone("full")
}

test_not_stated_is_exempt if {
	count(rule.exempt) == 1 with input as {"resources": [{"key": "z", "facets": {"edge_settings": {"ssl": null}}}]}
}
