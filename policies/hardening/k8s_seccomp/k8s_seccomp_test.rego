package hardening.k8s_seccomp_test

import data.hardening.k8s_seccomp

# The outcome for a pod with this pod spec and one container.
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
	_denied({"securityContext": {"seccompProfile": {"type": "RuntimeDefault"}}}, {}) == set()
	_denied({"securityContext": {"seccompProfile": {"type": "Unconfined"}}}, {"securityContext": {"seccompProfile": {"type": "Localhost"}}}) == set()
}

test_fail if {
	_denied({}, {}) == {["seccompProfile", "medium"]}
	_denied({"securityContext": {"seccompProfile": {"type": "Unconfined"}}}, {}) == {["seccompProfile", "high"]}
}

test_windows_is_exempt if {
	count(k8s_seccomp.exempt) == 1 with input as _of({"os": {"name": "windows"}}, {})
	count(k8s_seccomp.exempt) == 0 with input as _of({}, {})
}

_denied(spec, container) := {[denial.path[4], denial.severity] |
	some denial in k8s_seccomp.deny with input as _of(spec, container)
}
