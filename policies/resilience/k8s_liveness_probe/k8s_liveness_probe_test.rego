package resilience.k8s_liveness_probe_test

import data.resilience.k8s_liveness_probe

test_pass if {
	_paths("container", "web", {"livenessProbe": {"exec": {"command": ["true"]}}}) == set()
	_paths("container", "istio-proxy", {}) == set()
	_paths("init", "web", {}) == set()
	_paths("sidecar", "web", {}) == set()
}

test_fail if {
	_paths("container", "web", {}) == {["c", "livenessProbe"]}
	_paths("container", "web", {"livenessProbe": {"httpGet": {"port": "http"}}}) == {["c", "livenessProbe"]}
	_paths("sidecar", "web", {"ports": [{"containerPort": 80}]}) == {["c", "livenessProbe"]}
}

test_grades if {
	_severities({}) == {"low"}
	_severities({"ports": [{"containerPort": 80}]}) == {"medium"}
	_severities({"livenessProbe": {"httpGet": {"port": "http"}}}) == {"medium"}
}

_severities(spec) := {denial.severity |
	some denial in k8s_liveness_probe.deny with input as {"resources": [{"key": "k", "facets": {"pod": {"containers": [{
		"kind": "container",
		"name": "web",
		"path": ["c"],
		"spec": spec,
	}]}}}]}
		with data.parameters as {"probe_exempt": []}
}

_paths(kind, name, spec) := {denial.path |
	some denial in k8s_liveness_probe.deny with input as {"resources": [{"key": "k", "facets": {"pod": {"containers": [{
		"kind": kind,
		"name": name,
		"path": ["c"],
		"spec": spec,
	}]}}}]}
		with data.parameters as {"probe_exempt": ["istio-proxy"]}
}
