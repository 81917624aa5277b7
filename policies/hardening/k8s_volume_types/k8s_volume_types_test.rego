package hardening.k8s_volume_types_test

import data.hardening.k8s_volume_types

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
	_denied([{"name": "a", "emptyDir": {}}, {"name": "b", "persistentVolumeClaim": {"claimName": "b"}}, {"name": "c", "nfs": null}]) == set()
	_denied(null) == set()
}

test_fail if {
	_denied([{"name": "a", "emptyDir": {}}, {"name": "b", "nfs": {"server": "files"}}]) == {["spec", "volumes", 1, "nfs", "low"]}
	_denied([{"name": "a", "gitRepo": {"repository": "x"}}]) == {["spec", "volumes", 0, "gitRepo", "high"]}
}

_denied(volumes) := {array.concat(denial.path, [denial.severity]) |
	some denial in k8s_volume_types.deny with input as _of({"volumes": volumes}, {})
}
