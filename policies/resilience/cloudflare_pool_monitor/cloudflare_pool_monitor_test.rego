package resilience.cloudflare_pool_monitor_test

import data.resilience.cloudflare_pool_monitor as rule

_pool(given, attributes) := {"resources": [{"key": "p", "attributes": attributes, "facets": {"given": given}}]}

test_watched_passes if {
	count(rule.deny) == 0 with input as _pool({"monitor": true, "monitor_group": false}, {"enabled": true})
	count(rule.deny) == 0 with input as _pool({"monitor": false, "monitor_group": true}, {})
	count(rule.exempt) == 0 with input as _pool({"monitor": true}, {"enabled": true})
}

test_unwatched_is_denied if {
	count(rule.deny) == 1 with input as _pool({"monitor": false, "monitor_group": false}, {"enabled": true})
	count(rule.deny) == 1 with input as _pool({}, {})
}

test_off_is_exempt if count(rule.exempt) == 1 with input as _pool({"monitor": false}, {"enabled": false})
