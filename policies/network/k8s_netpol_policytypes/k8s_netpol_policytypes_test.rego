package network.k8s_netpol_policytypes_test

import data.network.k8s_netpol_policytypes as rule

policy(ingress, egress, without_dns) := {"resources": [{
	"key": "networking.k8s.io/NetworkPolicy/shop/web",
	"facets": {"network_policy": {"ingress": ingress, "egress": egress, "without_dns": without_dns}},
}]}

on := {"effective": true, "rules": [{"reach": "listed"}]}

off := {"effective": false, "rules": []}

ignored := {"effective": false, "rules": [{"reach": "listed"}]}

test_ignored_rules_are_denied if {
	some egress in rule.deny with input as policy(on, ignored, [])
	egress.message == "its egress rules are ignored, policyTypes does not list Egress"
	some ingress in rule.deny with input as policy(ignored, on, [])
	ingress.message == "its ingress rules are ignored, policyTypes does not list Ingress"
}

test_missing_dns_is_low if {
	some denial in rule.deny with input as policy(on, on, ["apps/Deployment/shop/web"])
	denial.severity == "low"
}

test_consistent_policies_pass if {
	count(rule.deny) == 0 with input as policy(on, on, [])
	count(rule.deny) == 0 with input as policy(on, off, [])
}
