package resilience.k8s_pod_spread_test

import data.resilience.k8s_pod_spread

test_pass if {
	_severities([{"domain": "host", "selects_own_pods": true}, {"domain": "zone", "selects_own_pods": true}]) == set()
}

test_fail if {
	_severities([]) == {"medium"}
	_severities([{"domain": "zone", "selects_own_pods": false}]) == {"medium"}
	_severities([{"domain": "host", "selects_own_pods": true}]) == {"low"}
}

test_single_replicas_are_exempt if {
	count(k8s_pod_spread.exempt) == 1 with input as _with(1, [])
	count(k8s_pod_spread.exempt) == 0 with input as _with(2, [])
}

_severities(terms) := {denial.severity | some denial in k8s_pod_spread.deny with input as _with(2, terms)}

_with(minimum, terms) := {"resources": [{"key": "k", "facets": {
	"replicas": {"minimum": minimum},
	"spread": {"terms": terms, "path": ["p"]},
}}]}
