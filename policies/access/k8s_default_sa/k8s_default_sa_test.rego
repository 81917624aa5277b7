package access.k8s_default_sa_test

import data.access.k8s_default_sa

test_pass if {
	count(k8s_default_sa.deny) == 0 with input as _with([{"name": "web", "use": "runs", "role": "", "path": ["p"]}])
}

test_fail if {
	{denial.message | some denial in k8s_default_sa.deny} == {
		"the pods run as the default ServiceAccount",
		"role edit is bound to the default ServiceAccount",
	} with input as _with([
		{"name": "default", "use": "runs", "role": "", "path": ["p"]},
		{"name": "default", "use": "bound", "role": "edit", "path": ["p"]},
	])
}

_with(uses) := {"resources": [{"key": "k", "facets": {"account_use": uses}}]}
