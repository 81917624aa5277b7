package hardening.ecs_task_nonroot_test

import data.hardening.ecs_task_nonroot as rule

_task(container) := {"resources": [{"key": "t", "labels": {}, "attributes": {}, "facets": {"task_containers": {
	"windows": false,
	"containers": [object.union({"path": ["container_definitions", 0], "name": "app", "privileged": false, "user": "10001", "read_only": true}, container)],
}}}]}

test_root_is_denied if {
	count(rule.deny) == 1 with input as _task({"user": "0"})
	count(rule.deny) == 1 with input as _task({"user": "root:app"})
	count(rule.deny) == 1 with input as _task({"user": "0:10001"})
	count(rule.deny) == 1 with input as _task({"user": ":10001"})
	count(rule.deny) == 1 with input as _task({"user": null})
}

test_others_pass if {
	count(rule.deny) == 0 with input as _task({})
	count(rule.deny) == 0 with input as _task({"user": "app"})
	count(rule.deny) == 0 with input as _task({"user": "10001:0"})
}

test_windows_is_exempt if {
	count(rule.exempt) == 1 with input as {"resources": [{"key": "t", "facets": {"task_containers": {"windows": true, "containers": []}}}]}
	count(rule.exempt) == 0 with input as _task({})
}
