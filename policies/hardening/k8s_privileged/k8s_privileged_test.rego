package hardening.k8s_privileged_test

import data.hardening.k8s_privileged

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
	count(k8s_privileged.deny) == 0 with input as _of({}, {})
	count(k8s_privileged.deny) == 0 with input as _of({}, {"securityContext": null})
	count(k8s_privileged.deny) == 0 with input as _of({}, {"securityContext": {"privileged": false}})
	count(k8s_privileged.deny) == 0 with input as _of({}, {"securityContext": {"privileged": null}})
}

test_fail if {
	_paths(k8s_privileged.deny) == {["spec", "containers", 0, "securityContext", "privileged"]} with input as _of({}, {"securityContext": {"privileged": true}})
	_paths(k8s_privileged.deny) == {["spec", "containers", 0, "securityContext", "privileged"]} with input as _of({}, {"securityContext": {"privileged": "yes"}})
}

test_listed_namespaces_are_exempt if {
	count(k8s_privileged.exempt) == 1 with input as _of({}, {}) with data.parameters as {"privileged_namespaces": ["shop"]}
	count(k8s_privileged.exempt) == 0 with input as _of({}, {}) with data.parameters as {"privileged_namespaces": ["kube-system"]}
}
