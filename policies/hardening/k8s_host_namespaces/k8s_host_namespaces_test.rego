package hardening.k8s_host_namespaces_test

import data.hardening.k8s_host_namespaces

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
	count(k8s_host_namespaces.deny) == 0 with input as _of({}, {})
	count(k8s_host_namespaces.deny) == 0 with input as _of({"hostPID": false, "hostIPC": null, "hostNetwork": true}, {})
}

test_fail if {
	_paths(k8s_host_namespaces.deny) == {["spec", "hostPID"], ["spec", "hostIPC"]} with input as _of({"hostPID": true, "hostIPC": true}, {})
	_paths(k8s_host_namespaces.deny) == {["spec", "hostIPC"]} with input as _of({"hostIPC": "true"}, {})
	_paths(k8s_host_namespaces.deny) == {["spec", "securityContext", "windowsOptions", "hostProcess"]} with input as _of(
		{"securityContext": {"windowsOptions": {"hostProcess": true}}},
		{},
	)
	_paths(k8s_host_namespaces.deny) == {["spec", "containers", 0, "securityContext", "windowsOptions", "hostProcess"]} with input as _of(
		{},
		{"securityContext": {"windowsOptions": {"hostProcess": true}}},
	)
}
