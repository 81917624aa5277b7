package hardening.ecs_task_readonly_rootfs_test

import data.hardening.ecs_task_readonly_rootfs as rule

_task(container) := {"resources": [{"key": "t", "labels": {}, "attributes": {}, "facets": {"task_containers": {
	"windows": false,
	"containers": [object.union({"path": ["container_definitions", 0], "name": "app", "privileged": false, "user": "10001", "read_only": true}, container)],
}}}]}

test_writable_is_denied if {
	count(rule.deny) == 1 with input as _task({"read_only": false})
	count(rule.deny) == 1 with input as _task({"read_only": "x"})
}

test_read_only_passes if count(rule.deny) == 0 with input as _task({})

test_windows_is_exempt if {
	count(rule.exempt) == 1 with input as {"resources": [{"key": "t", "facets": {"task_containers": {"windows": true, "containers": []}}}]}
	count(rule.exempt) == 0 with input as _task({})
}
