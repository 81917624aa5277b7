package resilience.k8s_hpa_works_test

import data.resilience.k8s_hpa_works

test_pass if _denied({"target": true, "unmeasured": []}) == set()

test_fail if {
	_denied({"target": false, "unmeasured": []}) == {["spec", "scaleTargetRef"]}
	_denied({"target": true, "unmeasured": [{"container": "web", "resource": "cpu"}]}) == {["spec", "metrics"]}
	_denied({}) == {["spec", "scaleTargetRef"]}
}

_denied(autoscaler) := {denial.path |
	some denial in k8s_hpa_works.deny with input as {"resources": [{"key": "k", "facets": {"autoscaler": autoscaler}}]}
}
