package hardening.k8s_default_namespace_test

import data.hardening.k8s_default_namespace

test_pass if {
	_denied("shop", 3) == 0
	_denied("", 3) == 0
	_denied("default", 0) == 0
}

test_fail if _denied("default", 3) == 1

test_empty_is_exempt if count(k8s_default_namespace.exempt) == 1 with input as _of("default", 0)

test_unstated_is_undecided if {
	count(k8s_default_namespace.undecided) == 1 with input as _of("", 2)
	count(k8s_default_namespace.undecided) == 0 with input as _of("shop", 2)
}

test_template_is_undecided if {
	every name in ["{{ .Values.namespace }}", "${NAMESPACE}", "team-$(NAME)"] {
		count(k8s_default_namespace.undecided) == 1 with input as _of(name, 2)
	}
}

_denied(name, workloads) := number if {
	number := count(k8s_default_namespace.deny) with input as _of(name, workloads)
}

_of(name, workloads) := {"resources": [{"key": "k", "name": name, "facets": {"default_deny": {"workloads": workloads}}}]}
