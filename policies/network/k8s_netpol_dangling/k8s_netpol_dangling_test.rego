package network.k8s_netpol_dangling_test

import data.network.k8s_netpol_dangling as rule

of(facet) := {"resources": [{"key": "k", "facets": {"network_peers": object.union(
	{"selects": true, "dangling": [], "dns_without_udp": []},
	facet,
)}}]}

test_pass if {
	count(rule.deny) == 0 with input as of({})
	count(rule.deny) == 0 with input as {"resources": [{"key": "k", "facets": {}}]}
}

test_fail if {
	every facet in [
		{"selects": false}, {"dangling": [{"path": ["spec", "ingress", 0, "from", 0]}]},
		{"dns_without_udp": [{"path": ["spec", "egress", 0, "ports"]}]},
	] {
		count(rule.deny) == 1 with input as of(facet)
	}
}
