package network.lb_internal_or_approved_test

import data.network.lb_internal_or_approved as rule

_balancer(facing, labels) := {"resources": [{"key": "l", "labels": labels, "facets": {"internet_facing": {
	"internet_facing": facing,
	"path": ["internal"],
}}}]}

_count := result if {
	result := count(rule.deny) with data.parameters.public_labels as ["exposure=public"]
}

test_internal_passes if _count == 0 with input as _balancer(false, {})

test_public_on_purpose_passes if _count == 0 with input as _balancer(true, {"exposure": "public"})

test_public_by_default_is_denied if {
	_count == 1 with input as _balancer(true, {})
	_count == 1 with input as _balancer(true, {"exposure": "private"})
}
