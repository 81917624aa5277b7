package hardening.ecs_task_host_namespaces_test

import data.hardening.ecs_task_host_namespaces as rule

_paths := {denial.path | some denial in rule.deny}

_task(attributes) := {"resources": [{"key": "t", "attributes": attributes}]}

test_host_is_denied if {
	_paths == {["pid_mode"]} with input as _task({"pid_mode": "host", "ipc_mode": "task"})
	_paths == {["ipc_mode"]} with input as _task({"ipc_mode": "host"})
	_paths == {["network_mode"]} with input as _task({"network_mode": "host"})
}

test_own_namespaces_pass if {
	_paths == set() with input as _task({})
	_paths == set() with input as _task({"pid_mode": "task", "ipc_mode": "none", "network_mode": "awsvpc"})
}
