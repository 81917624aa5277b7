package network.k8s_netpol_default_deny_test

import data.network.k8s_netpol_default_deny as rule

namespace(facet) := {"resources": [{"key": "scope/namespace/shop", "facets": {"default_deny": facet}}]}

test_each_open_direction_is_denied if {
	count(rule.deny) == 2 with input as namespace({"workloads": 1, "ingress": false, "egress": false})
	some denial in rule.deny with input as namespace({"workloads": 1, "ingress": true, "egress": false})
	denial.message == "no network policy denies all egress by default"
	denial.severity == "high"
}

test_closed_or_unknown_is_not if {
	count(rule.deny) == 0 with input as namespace({"workloads": 1, "ingress": true, "egress": true})
	count(rule.deny) == 0 with input as namespace({"workloads": 1, "ingress": true})
}

test_empty_namespace_is_exempt if {
	count(rule.exempt) == 1 with input as namespace({"workloads": 0, "ingress": false, "egress": false})
	count(rule.exempt) == 0 with input as namespace({"workloads": 2, "ingress": true, "egress": true})
}
