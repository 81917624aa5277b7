package resilience.cloudflare_lb_pools_test

import data.resilience.cloudflare_lb_pools as rule

_balancer(usable, fallback, enabled) := {"resources": [{"key": "l", "facets": {"load_balancer_pools": {
	"usable": usable,
	"path": ["default_pools"],
	"fallback_usable": fallback,
	"fallback_path": ["fallback_pool"],
	"enabled": enabled,
}}}]}

test_two_pools_pass if count(rule.deny) == 0 with input as _balancer(2, true, true)

test_one_pool_is_denied if {
	some denial in rule.deny with input as _balancer(1, true, true)
	denial.message == "default pools that can take requests: 1"
}

test_dead_fallback_is_denied if count(rule.deny) == 1 with input as _balancer(2, false, true)

test_off_is_denied if count(rule.deny) == 1 with input as _balancer(3, true, false)

test_junk_is_denied if {
	count(rule.deny) == 1 with input as _balancer("2", true, true)
	count(rule.deny) == 3 with input as {"resources": [{"key": "l", "facets": {"load_balancer_pools": {
		"path": ["default_pools"],
		"fallback_path": ["fallback_pool"],
	}}}]}
}
