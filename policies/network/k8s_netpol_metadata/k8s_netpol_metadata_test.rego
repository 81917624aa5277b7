package network.k8s_netpol_metadata_test

import data.network.k8s_netpol_metadata as rule

of(rules, engine) := {"resources": [{"key": "k", "facets": {
	"network_policy": {"egress": {"effective": true}},
	"network_peers": {"metadata": rules, "other_engine": engine},
}}]}

open := [{"path": ["spec", "egress", 0, "to"], "via": "every address"}]

test_pass if {
	count(rule.deny) == 0 with input as of([], null)
	count(rule.undecided) == 0 with input as of([], "cilium")
}

test_fail if {
	some denial in rule.deny with input as of(open, null)
	denial.message == "egress to every address reaches the metadata service at 169.254.169.254 over HTTP"
	count(rule.undecided) == 0 with input as of(open, null)
}

test_another_engine_leaves_it_open if {
	count(rule.deny) == 0 with input as of(open, "cilium")
	count(rule.undecided) == 1 with input as of(open, "cilium")
}

test_ingress_only_is_exempt if {
	given := {"resources": [{"key": "k", "facets": {"network_policy": {"egress": {"effective": false}}}}]}
	count(rule.exempt) == 1 with input as given
	count(rule.exempt) == 0 with input as of([], null)
}
