package network.k8s_host_network_test

import data.network.k8s_host_network as rule

of(spec) := {"resources": [{"key": "k", "facets": {"pod": {"path": ["spec", "template", "spec"], "spec": spec}}}]}

test_pass if {
	every spec in [{}, {"hostNetwork": false}, {"hostNetwork": null}] {
		count(rule.deny) == 0 with input as of(spec)
	}
}

test_fail if {
	every spec in [{"hostNetwork": true}, {"hostNetwork": "true"}] {
		rule.deny == {{
			"resource": "k",
			"path": ["spec", "template", "spec", "hostNetwork"],
			"message": "the pod sets hostNetwork",
		}} with input as of(spec)
	}
}
