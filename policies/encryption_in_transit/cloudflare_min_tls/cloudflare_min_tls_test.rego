package encryption_in_transit.cloudflare_min_tls_test

import data.encryption_in_transit.cloudflare_min_tls as rule

_zone(value) := {"resources": [{"key": "z", "facets": {"edge_settings": {"min_tls_version": {"value": value, "path": ["value"]}}}}]}

test_modern_passes if {
	count(rule.deny) == 0 with input as _zone("1.2")
	count(rule.deny) == 0 with input as _zone("1.3")
	count(rule.exempt) == 0 with input as _zone("1.3")
}

test_old_is_denied if {
	count(rule.deny) == 1 with input as _zone("1.0")
	count(rule.deny) == 1 with input as _zone("")
}

test_not_stated_is_exempt if {
	count(rule.exempt) == 1 with input as {"resources": [{"key": "z", "facets": {"edge_settings": {"min_tls_version": null}}}]}
}
