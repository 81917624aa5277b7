package hardening.k8s_caps_drop_all_test

import data.hardening.k8s_caps_drop_all

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
	count(k8s_caps_drop_all.deny) == 0 with input as _of({}, {"securityContext": {"capabilities": {"drop": ["ALL"]}}})
	count(k8s_caps_drop_all.deny) == 0 with input as _of({}, {"securityContext": {"capabilities": {"drop": ["NET_RAW", "all"]}}})
}

test_fail if {
	_paths(k8s_caps_drop_all.deny) == {["spec", "containers", 0, "securityContext", "capabilities", "drop"]} with input as _of({}, {})
	_paths(k8s_caps_drop_all.deny) == {["spec", "containers", 0, "securityContext", "capabilities", "drop"]} with input as _of({}, {"securityContext": {"capabilities": {"drop": ["NET_RAW"]}}})
	_paths(k8s_caps_drop_all.deny) == {["spec", "containers", 0, "securityContext", "capabilities", "drop"]} with input as _of({}, {"securityContext": {"capabilities": {"drop": [1, null]}}})
	_paths(k8s_caps_drop_all.deny) == {["spec", "containers", 0, "securityContext", "capabilities", "drop"]} with input as _of({}, {"securityContext": {"capabilities": {"drop": "ALL"}}})
}

test_windows_is_exempt if {
	count(k8s_caps_drop_all.exempt) == 1 with input as _of({"os": {"name": "windows"}}, {})
	count(k8s_caps_drop_all.exempt) == 0 with input as _of({"os": {"name": "linux"}}, {})
}
