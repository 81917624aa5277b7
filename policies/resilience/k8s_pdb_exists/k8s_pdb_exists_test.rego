package resilience.k8s_pdb_exists_test

import data.resilience.k8s_pdb_exists

test_pass if {
	_messages(["a"]) == set()
}

test_fail if {
	_messages([]) == {"no PodDisruptionBudget selects its pods"}
	_messages(["a", "b"]) == {"several PodDisruptionBudgets select its pods: a, b"}
}

test_single_deployments_are_exempt if {
	count(k8s_pdb_exists.exempt) == 1 with input as _with("apps/Deployment", 1, [])
	count(k8s_pdb_exists.exempt) == 0 with input as _with("apps/Deployment", 2, [])
	count(k8s_pdb_exists.exempt) == 0 with input as _with("apps/StatefulSet", 1, [])
}

_messages(names) := {denial.message |
	some denial in k8s_pdb_exists.deny with input as _with("apps/Deployment", 2, names)
}

_with(type, minimum, names) := {"resources": [{"key": "k", "type": type, "facets": {
	"replicas": {"minimum": minimum},
	"disruption_budgets": {"names": names, "path": ["p"]},
}}]}
