package hardening.k8s_privilege_escalation_test

import data.hardening.k8s_privilege_escalation

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
	count(k8s_privilege_escalation.deny) == 0 with input as _of({}, {"securityContext": {"allowPrivilegeEscalation": false}})
}

test_fail if {
	_paths(k8s_privilege_escalation.deny) == {["spec", "containers", 0, "securityContext", "allowPrivilegeEscalation"]} with input as _of({}, {})
	_paths(k8s_privilege_escalation.deny) == {["spec", "containers", 0, "securityContext", "allowPrivilegeEscalation"]} with input as _of({}, {"securityContext": {"allowPrivilegeEscalation": true}})
	_paths(k8s_privilege_escalation.deny) == {["spec", "containers", 0, "securityContext", "allowPrivilegeEscalation"]} with input as _of({}, {"securityContext": "junk"})
	_paths(k8s_privilege_escalation.deny) == {["spec", "containers", 0, "securityContext", "allowPrivilegeEscalation"]} with input as _of({}, {"securityContext": {"allowPrivilegeEscalation": "false"}})
}

test_windows_is_exempt if {
	count(k8s_privilege_escalation.exempt) == 1 with input as _of({"os": {"name": "windows"}}, {})
	count(k8s_privilege_escalation.exempt) == 0 with input as _of({"os": {"name": "linux"}}, {})
}
