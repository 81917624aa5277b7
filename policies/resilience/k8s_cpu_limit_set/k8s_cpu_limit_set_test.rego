package resilience.k8s_cpu_limit_set_test

import data.resilience.k8s_cpu_limit_set

test_pass if {
	_paths("container") == set()
	_paths("limit-range") == set()
}

test_fail if _paths("none") == {["c", "resources", "limits", "cpu"]}

_paths(source) := {denial.path |
	some denial in k8s_cpu_limit_set.deny with input as {"resources": [{"key": "k", "facets": {"resources": {"containers": [{
		"name": "web",
		"path": ["c"],
		"limits": {"cpu": source},
	}]}}}]}
}
