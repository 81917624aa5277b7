package resilience.k8s_priority_class_system_test

import data.resilience.k8s_priority_class_system

test_pass if {
	_denied("shop", {}) == set()
	_denied("shop", {"priorityClassName": "business"}) == set()
	_denied("kube-system", {"priorityClassName": "system-node-critical"}) == set()
}

test_fail if _denied("shop", {"priorityClassName": "system-cluster-critical"}) == {["spec", "priorityClassName"]}

test_unstated_namespace_is_undecided if {
	_denied("", {"priorityClassName": "system-cluster-critical"}) == set()
	count(k8s_priority_class_system.undecided) == 1 with input as _of("", {"priorityClassName": "system-cluster-critical"})
	count(k8s_priority_class_system.undecided) == 0 with input as _of("", {})
}

test_system_is_exempt if {
	count(k8s_priority_class_system.exempt) == 1 with input as _of("kube-system", {})
		with data.parameters.privileged_namespaces as ["kube-system"]
}

_denied(scope, spec) := {denial.path |
	some denial in k8s_priority_class_system.deny with input as _of(scope, spec)
		with data.parameters.privileged_namespaces as ["kube-system"]
}

_of(scope, spec) := {"resources": [{"key": "k", "scope": scope, "facets": {"pod": {"path": ["spec"], "spec": spec}}}]}
