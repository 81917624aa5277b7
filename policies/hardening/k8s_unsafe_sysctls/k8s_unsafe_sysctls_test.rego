package hardening.k8s_unsafe_sysctls_test

import data.hardening.k8s_unsafe_sysctls

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
	_denied([]) == set()
	_denied(null) == set()
	_denied([{"name": "net.ipv4.tcp_syncookies", "value": "1"}, {"name": "net/ipv4/ip_unprivileged_port_start", "value": "0"}]) == set()
}

test_fail if {
	_denied([{"name": "net.ipv4.tcp_syncookies"}, {"name": "kernel.msgmax", "value": "65536"}]) == {["spec", "securityContext", "sysctls", 1, "name"]}
	_denied([{"name": null}, {"value": "1"}]) == set()
}

_denied(sysctls) := {denial.path | some denial in k8s_unsafe_sysctls.deny with input as _of({"securityContext": {"sysctls": sysctls}}, {})}
