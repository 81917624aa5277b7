package network.k8s_gateway_routes_test

import data.network.k8s_gateway_routes as rule

of(from) := {"resources": [{"key": "k", "facets": {"gateway_routes": [{"path": ["spec"], "listener": "web", "from": from}]}}]}

test_pass if {
	every from in ["same", "selected", "none", null] {
		count(rule.deny) == 0 with input as of(from)
	}
}

test_fail if {
	some denial in rule.deny with input as of("all")
	denial.message == "listener web takes routes from all namespaces"
}
