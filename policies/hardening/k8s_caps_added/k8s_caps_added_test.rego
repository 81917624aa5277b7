package hardening.k8s_caps_added_test

import data.hardening.k8s_caps_added

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

_paths(denials) := {denial.path | some denial in denials}

test_pass if {
	count(k8s_caps_added.deny) == 0 with input as _of({}, {})
	count(k8s_caps_added.deny) == 0 with input as _of({}, {"securityContext": {"capabilities": {"add": ["NET_BIND_SERVICE"]}}})
	count(k8s_caps_added.deny) == 0 with input as _of({}, {"securityContext": {"capabilities": {"add": null}}})
}

test_fail if {
	_paths(k8s_caps_added.deny) == {["spec", "containers", 0, "securityContext", "capabilities", "add"]} with input as _of({}, {"securityContext": {"capabilities": {"add": ["CHOWN"]}}})
}

test_grades if {
	_graded(["CHOWN", "NET_BIND_SERVICE"]) == {["container web adds CHOWN", "low"]}
	_graded(["CHOWN", "SYS_TIME"]) == {["container web adds CHOWN, SYS_TIME", "high"]}
	_graded(["NET_RAW", "CAP_SYS_ADMIN"]) == {["container web adds NET_RAW, SYS_ADMIN", "critical"]}
	_graded(["all"]) == {["container web adds ALL", "critical"]}
}

_graded(capabilities) := {[denial.message, denial.severity] |
	some denial in k8s_caps_added.deny with input as _of({}, {"securityContext": {"capabilities": {"add": capabilities}}})
}
