package network.k8s_netpol_broad_ipblock_test

import data.network.k8s_netpol_broad_ipblock as rule

of(block) := {"resources": [{"key": "k", "facets": {
	"network_policy": {"egress": {"effective": true, "rules": [{"reach": "listed"}]}},
	"network_peers": {"blocks": [object.union(
		{
			"path": ["spec", "egress", 0, "to", 0, "ipBlock", "cidr"], "direction": "egress", "cidr": "52.0.0.0/8",
			"family": 4, "prefix_length": 8, "public": true,
		},
		block,
	)]},
}}]}

denials(given) := found if {
	found := rule.deny with input as given with data.parameters.fw_max_public_prefix as 16
		with data.parameters.fw_max_public_prefix6 as 32
}

test_broad_public_range_fails if {
	some denial in denials(of({}))
	denial.message == "egress to 52.0.0.0/8, a public range of /8"
	count(denials(of({"family": 6, "prefix_length": 20}))) == 1
}

test_narrow_private_and_ingress_pass if {
	every block in [{"prefix_length": 16}, {"public": false}, {"direction": "ingress"}, {"family": 6, "prefix_length": 32}] {
		count(denials(of(block))) == 0
	}
}

test_missing_values_fail if {
	given := {"resources": [{"key": "k", "facets": {"network_peers": {"blocks": [{
		"path": [],
		"direction": "egress",
		"cidr": "?",
		"prefix_length": null,
	}]}}}]}
	count(denials(given)) == 1
}

test_exempt if {
	every facet in [{"effective": false, "rules": []}, {"effective": true, "rules": [{"reach": "anyone"}]}] {
		given := {"resources": [{"key": "k", "facets": {"network_policy": {"egress": facet}}}]}
		count(rule.exempt) == 1 with input as given
	}
	count(rule.exempt) == 0 with input as of({})
}
