package hardening.k8s_hostpath_test

import data.hardening.k8s_hostpath

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
	count(k8s_hostpath.deny) == 0 with input as _of({}, {})
	count(k8s_hostpath.deny) == 0 with input as _of({"volumes": [{"name": "v", "emptyDir": {}}, {"name": "w", "hostPath": null}]}, {})
}

test_grades if {
	_grade("/data", false) == "high"
	_grade("/data", true) == "medium"
	_grade("/", true) == "critical"
	_grade("/var/run", true) == "critical"
	_grade("/run/containerd/", false) == "critical"
	_grade("/run/udev", true) == "high"
	_grade("/etc", true) == "high"
	_grade("/var/lib/kubelet/pods", true) == "high"
	_grade("etc", true) == "high"
	_grade("/etcetera", true) == "medium"
	_grade("/var/log/pods", true) == "low"
	_grade("/var/log", false) == "high"
	_grade("/var/run/docker.sock", true) == "critical"
	_grade("/run/containerd/containerd.sock", false) == "critical"
}

test_path if {
	_paths(k8s_hostpath.deny) == {["spec", "volumes", 0, "hostPath"]} with input as _of({"volumes": [{"name": "v", "hostPath": {}}]}, {})
}

_grade(host_path, read_only) := denial.severity if {
	some denial in k8s_hostpath.deny with input as _of(
		{"volumes": [{"name": "v", "hostPath": {"path": host_path}}]},
		{"volumeMounts": [{"name": "other"}, {"name": "v", "readOnly": read_only}]},
	)
}
