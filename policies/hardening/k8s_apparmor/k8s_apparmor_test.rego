package hardening.k8s_apparmor_test

import data.hardening.k8s_apparmor

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
	_denied({"securityContext": {"appArmorProfile": {"type": "RuntimeDefault"}}}, {"securityContext": {"appArmorProfile": {"type": "Localhost"}}}) == set()
}

test_fail if {
	_denied({"securityContext": {"appArmorProfile": {"type": "Unconfined"}}}, {}) == {["spec", "securityContext", "appArmorProfile", "type"]}
	_denied({}, {"securityContext": {"appArmorProfile": {"type": "Unconfined"}}}) == {["spec", "containers", 0, "securityContext", "appArmorProfile", "type"]}
}

test_annotation if {
	_annotated("unconfined") == {["metadata", "annotations", "x"]}
	_annotated("runtime/default") == set()
}

test_windows_is_exempt if count(k8s_apparmor.exempt) == 1 with input as _of({"os": {"name": "windows"}}, {})

_denied(spec, container) := {denial.path | some denial in k8s_apparmor.deny with input as _of(spec, container)}

_annotated(profile) := {denial.path |
	some denial in k8s_apparmor.deny with input as {"resources": [{"key": "k", "facets": {
		"pod": {"path": ["spec"], "spec": {}, "containers": []},
		"app_armor": [{"container": "web", "profile": profile, "path": ["metadata", "annotations", "x"]}],
	}}]}
}
