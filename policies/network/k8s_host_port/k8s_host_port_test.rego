package network.k8s_host_port_test

import data.network.k8s_host_port

_of(spec, container) := {"resources": [{
	"key": "k",
	"scope": "shop",
	"name": "web",
	"facets": {"pod": {
		"path": ["spec"],
		"spec": spec,
		"containers": [{"path": ["spec", "containers", 0], "kind": "container", "name": "web", "spec": container}],
	}},
}]}

test_pass if {
	_denied([{"containerPort": 80}]) == set()
	_denied([{"containerPort": 80, "hostPort": 0}, {"containerPort": 81, "hostPort": null}]) == set()
	_denied(null) == set()
}

test_fail if {
	_denied([{"containerPort": 80}, {"containerPort": 81, "hostPort": 8081}]) == {["spec", "containers", 0, "ports", 1, "hostPort"]}
}

test_host_network_is_exempt if {
	count(k8s_host_port.exempt) == 1 with input as _of({"hostNetwork": true}, {})
	count(k8s_host_port.exempt) == 0 with input as _of({}, {})
}

_denied(ports) := {denial.path | some denial in k8s_host_port.deny with input as _of({}, {"ports": ports})}
