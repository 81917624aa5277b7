package hardening.k8s_selinux_options_test

import data.hardening.k8s_selinux_options

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
	_denied({"securityContext": {"seLinuxOptions": {"level": "s0:c1,c2", "type": "container_t", "user": ""}}}, {"securityContext": {"seLinuxOptions": null}}) == set()
}

test_fail if {
	_denied({"securityContext": {"seLinuxOptions": {"type": "spc_t"}}}, {}) == {["type", "high"]}
	_denied({}, {"securityContext": {"seLinuxOptions": {"type": "my_t", "user": "root", "role": "sysadm_r"}}}) == {["type", "medium"], ["user", "medium"], ["role", "medium"]}
}

_denied(spec, container) := {[denial.path[count(denial.path) - 1], denial.severity] |
	some denial in k8s_selinux_options.deny with input as _of(spec, container)
}
