package resilience.k8s_namespace_quota_test

import data.resilience.k8s_namespace_quota

test_pass if _denied({"quota": true}) == 0

test_fail if {
	_denied({"quota": false}) == 1
	_denied({}) == 1
}

test_system_and_empty_are_exempt if {
	count(k8s_namespace_quota.exempt) == 1 with input as _of("kube-system", 3, {}) with data.parameters.privileged_namespaces as ["kube-system"]
	count(k8s_namespace_quota.exempt) == 1 with input as _of("shop", 0, {}) with data.parameters.privileged_namespaces as ["kube-system"]
	count(k8s_namespace_quota.exempt) == 0 with input as _of("shop", 1, {}) with data.parameters.privileged_namespaces as ["kube-system"]
}

_denied(bounds) := number if number := count(k8s_namespace_quota.deny) with input as _of("shop", 1, bounds)

_of(name, workloads, bounds) := {"resources": [{
	"key": "k",
	"name": name,
	"facets": {"namespace_bounds": bounds, "default_deny": {"workloads": workloads}},
}]}
