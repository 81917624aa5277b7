package resilience.lb_multi_az_test

import data.resilience.lb_multi_az as rule

_balancer(zones, attributes) := {"resources": [{"key": "a", "labels": {}, "attributes": attributes, "facets": {"zones": {"count": zones, "path": ["subnets"]}}}]}

_paths := {denial.path | some denial in rule.deny}

test_denied if {
	_paths == {["subnets"]} with input as _balancer(1, {})
	_paths == {["enable_cross_zone_load_balancing"]} with input as _balancer(2, {"load_balancer_type": "network"})
}

test_passes if {
	_paths == set() with input as _balancer(2, {"load_balancer_type": "application"})
	_paths == set() with input as _balancer(3, {"load_balancer_type": "network", "enable_cross_zone_load_balancing": true})
}

test_test_systems_are_exempt if {
	count(rule.exempt) == 1 with input as {"resources": [{"key": "a", "labels": {"env": "dev"}}]}
	count(rule.exempt) == 0 with input as _balancer(2, {})
}
