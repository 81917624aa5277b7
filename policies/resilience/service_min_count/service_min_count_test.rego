package resilience.service_min_count_test

import data.resilience.service_min_count as rule

_service(least, kind) := {"resources": [{"key": "a", "labels": {}, "attributes": {}, "facets": {"service_count": {"least": least, "kind": kind, "path": ["desired_count"]}}}]}

_messages := {denial.message | some denial in rule.deny}

test_too_few_are_denied if {
	_messages == {"1 tasks are asked for, fewer than two"} with input as _service(1, "fixed")
	_messages == {"scaling may leave 0 tasks"} with input as _service(0, "autoscaled")
	_messages == {"the node groups of the cluster may shrink to 1 nodes together"} with input as _service(1, "nodes")
	count(_messages) == 1 with input as _service("x", "fixed")
}

test_enough_passes if count(rule.deny) == 0 with input as _service(2, "fixed")

test_exempt if {
	count(rule.exempt) == 1 with input as {"resources": [{"key": "a", "labels": {}, "attributes": {"scheduling_strategy": "DAEMON"}}]}
	count(rule.exempt) == 1 with input as {"resources": [{"key": "a", "labels": {"env": "dev"}, "attributes": {}}]}
	count(rule.exempt) == 0 with input as _service(1, "fixed")
}
