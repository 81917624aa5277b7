package resilience.k8s_requests_set_test

import data.resilience.k8s_requests_set

test_pass if {
	_messages({"cpu": "container", "memory": "limit"}) == set()
	_messages({"cpu": "pod", "memory": "limit-range"}) == set()
}

test_init_containers_are_over_first if {
	_of("init", {"cpu": "none", "memory": "none"}) == set()
	count(_of("sidecar", {"cpu": "none", "memory": "none"})) == 1
	count(_of("container", {"cpu": "none", "memory": "none"})) == 1
}

test_fail if {
	_messages({"cpu": "none", "memory": "none"}) == {"container web requests no CPU or memory"}
	_messages({"cpu": "container", "memory": "none"}) == {"container web requests no memory"}
}

_messages(requests) := {denial.message |
	some denial in k8s_requests_set.deny with input as {"resources": [{"key": "k", "facets": {"resources": {"containers": [{
		"name": "web",
		"path": ["c"],
		"requests": requests,
	}]}}}]}
}

_of(kind, requests) := {denial.message |
	some denial in k8s_requests_set.deny with input as {"resources": [{"key": "k", "facets": {
		"pod": {"containers": [{"kind": kind, "path": ["c"]}]},
		"resources": {"containers": [{"name": "web", "path": ["c"], "requests": requests}]},
	}}]}
}
