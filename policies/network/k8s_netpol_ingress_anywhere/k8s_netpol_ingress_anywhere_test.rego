package network.k8s_netpol_ingress_anywhere_test

import data.network.k8s_netpol_ingress_anywhere as rule

policy(effective, reach, public) := {"resources": [{
	"key": "networking.k8s.io/NetworkPolicy/shop/web",
	"facets": {"network_policy": {"public_workloads": public, "ingress": {"effective": effective, "rules": [{
		"path": ["spec", "ingress", 0, "from"], "reach": reach, "cidrs": ["::/0"], "ports": "all ports",
	}]}}},
}]}

test_every_source_is_denied if {
	some denial in rule.deny with input as policy(true, "anyone", false)
	denial.message == "ingress from every address on all ports"
	count(rule.deny) == 1 with input as policy(true, "internet", false)
}

test_public_workload_passes if count(rule.deny) == 0 with input as policy(true, "anyone", true)

test_listed_sources_pass if count(rule.deny) == 0 with input as policy(true, "listed", false)

test_egress_policy_is_exempt if {
	count(rule.exempt) == 1 with input as policy(false, "anyone", false)
	count(rule.deny) == 0 with input as policy(false, "anyone", false)
	count(rule.exempt) == 0 with input as policy(true, "anyone", false)
}
