package hardening.k8s_readonly_rootfs_test

import data.hardening.k8s_readonly_rootfs

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
	count(k8s_readonly_rootfs.deny) == 0 with input as _of({}, {"securityContext": {"readOnlyRootFilesystem": true}})
}

test_fail if {
	_paths(k8s_readonly_rootfs.deny) == {["spec", "containers", 0, "securityContext", "readOnlyRootFilesystem"]} with input as _of({}, {})
	_paths(k8s_readonly_rootfs.deny) == {["spec", "containers", 0, "securityContext", "readOnlyRootFilesystem"]} with input as _of({}, {"securityContext": {"readOnlyRootFilesystem": false}})
}

test_windows_is_exempt if {
	count(k8s_readonly_rootfs.exempt) == 1 with input as _of({"os": {"name": "windows"}}, {})
	count(k8s_readonly_rootfs.exempt) == 0 with input as _of({"os": {"name": "linux"}}, {})
}
