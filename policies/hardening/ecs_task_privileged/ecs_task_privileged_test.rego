package hardening.ecs_task_privileged_test

import data.hardening.ecs_task_privileged as rule

_task(container) := {"resources": [{"key": "t", "labels": {}, "attributes": {}, "facets": {"task_containers": {
	"windows": false,
	"containers": [object.union({"path": ["container_definitions", 0], "name": "app", "privileged": false, "user": "10001", "read_only": true}, container)],
}}}]}

test_privileged_is_denied if {
	count(rule.deny) == 1 with input as _task({"privileged": true})
	count(rule.deny) == 1 with input as _task({"privileged": "x"})
}

test_unprivileged_passes if count(rule.deny) == 0 with input as _task({})
