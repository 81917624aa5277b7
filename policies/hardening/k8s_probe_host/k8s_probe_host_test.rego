package hardening.k8s_probe_host_test

import data.hardening.k8s_probe_host

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
	_denied({}, {"livenessProbe": {"httpGet": {"port": 80, "host": ""}}, "readinessProbe": null}) == set()
	_denied({"hostNetwork": true}, {"livenessProbe": {"httpGet": {"port": 80, "host": "127.0.0.1"}}}) == set()
}

test_fail if {
	_denied({}, {"livenessProbe": {"httpGet": {"port": 80, "host": "127.0.0.1"}}}) == {["livenessProbe", "httpGet", "host"]}
	_denied({"hostNetwork": true}, {"readinessProbe": {"tcpSocket": {"port": 80, "host": "10.0.0.1"}}}) == {["readinessProbe", "tcpSocket", "host"]}
	_denied({}, {"lifecycle": {"preStop": {"httpGet": {"host": "metadata"}}}}) == {["lifecycle", "preStop", "httpGet", "host"]}
}

_denied(spec, container) := {array.slice(denial.path, 3, 9) | some denial in k8s_probe_host.deny with input as _of(spec, container)}
