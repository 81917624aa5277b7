package network.k8s_netpol_covers_pod_test

import data.network.k8s_netpol_covers_pod as rule

workload(isolated, spec) := {"resources": [{
	"key": "apps/Deployment/shop/web",
	"facets": {
		"pod": {"path": ["spec", "template", "spec"], "spec": spec},
		"network_isolation": {"ingress": {"isolated": isolated}},
	},
}]}

test_uncovered_pod_is_denied if {
	some denial in rule.deny with input as workload(false, {})
	denial.path == ["spec", "template", "metadata", "labels"]
}

test_covered_pod_passes if count(rule.deny) == 0 with input as workload(true, {})

test_host_network_is_exempt if {
	count(rule.exempt) == 1 with input as workload(false, {"hostNetwork": true})
	count(rule.exempt) == 0 with input as workload(false, {"hostNetwork": false})
}
