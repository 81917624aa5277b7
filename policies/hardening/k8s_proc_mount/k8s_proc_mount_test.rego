package hardening.k8s_proc_mount_test

import data.hardening.k8s_proc_mount

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
	_denied({}, {}) == set()
	_denied({}, {"securityContext": {"procMount": "Default"}}) == set()
}

test_fail if {
	_denied({}, {"securityContext": {"procMount": "Unmasked"}}) == {"high"}
	_denied({"hostUsers": false}, {"securityContext": {"procMount": "Unmasked"}}) == {"low"}
}

_denied(spec, container) := {denial.severity | some denial in k8s_proc_mount.deny with input as _of(spec, container)}
