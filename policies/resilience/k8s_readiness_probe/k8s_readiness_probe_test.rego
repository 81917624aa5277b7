package resilience.k8s_readiness_probe_test

import data.resilience.k8s_readiness_probe

test_pass if {
	_severities(_with(["s"], [], {"readinessProbe": _ready})) == set()
	_severities(_with(["s"], [], {"readinessProbe": _ready, "livenessProbe": {"exec": {}}})) == set()
}

test_fail if {
	_severities(_with(["s"], [], {})) == {"medium"}
	_severities(_with(["s"], [], {"readinessProbe": _ready, "livenessProbe": _ready})) == {"low"}
}

test_exempt_without_service if {
	count(k8s_readiness_probe.exempt) == 1 with input as _with([], [], {})
	count(k8s_readiness_probe.exempt) == 0 with input as _with([], ["s"], {})
}

test_open_namespace_leaves_only_faults_undecided if {
	_severities(_with([], ["s"], {})) == set()
	count(k8s_readiness_probe.undecided) == 1 with input as _with([], ["s"], {}) with data.parameters as {"probe_exempt": []}
	count(k8s_readiness_probe.undecided) == 0 with input as _with([], ["s"], {"readinessProbe": _ready})
		with data.parameters as {"probe_exempt": []}
}

test_listed_names_are_not_judged if {
	count(k8s_readiness_probe.deny) == 0 with input as _with(["s"], [], {}) with data.parameters as {"probe_exempt": ["web"]}
}

_severities(resources) := {denial.severity |
	some denial in k8s_readiness_probe.deny with input as resources with data.parameters as {"probe_exempt": []}
}

_ready := {"httpGet": {"path": "/ready", "port": 8080}}

_with(services, open, spec) := {"resources": [{"key": "k", "facets": {
	"pod": {"containers": [{"path": ["c", 0], "name": "web", "spec": spec}, {"path": ["c", 1], "name": "other", "spec": {}}]},
	"service_backend": {"services": services, "open": open, "containers": [["c", 0]]},
}}]}
