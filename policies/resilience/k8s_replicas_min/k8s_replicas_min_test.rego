package resilience.k8s_replicas_min_test

import data.resilience.k8s_replicas_min

test_pass if {
	_messages({"minimum": 2, "source": "replicas", "path": ["p"]}) == set()
}

test_fail if {
	_messages({"minimum": 1, "source": "default", "path": ["p"]}) == {"its number of replicas is 1"}
	_messages({"minimum": 1, "source": "autoscaler", "path": ["p"]}) == {"its autoscaler goes down to 1"}
}

_messages(replicas) := {denial.message |
	some denial in k8s_replicas_min.deny with input as {"resources": [{"key": "k", "facets": {"replicas": replicas}}]}
		with data.parameters as {"min_replicas": 2}
}
