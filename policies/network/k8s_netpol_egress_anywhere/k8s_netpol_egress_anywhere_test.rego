package network.k8s_netpol_egress_anywhere_test

import data.network.k8s_netpol_egress_anywhere as rule

policy(effective, rules) := {"resources": [{
	"key": "networking.k8s.io/NetworkPolicy/shop/web",
	"facets": {"network_policy": {"egress": {"effective": effective, "rules": rules}}},
}]}

anyone(dns_only) := {
	"path": ["spec", "egress", 0, "to"], "reach": "anyone", "cidrs": [],
	"ports": "port 443/TCP", "dns_only": dns_only,
}

test_every_destination_is_denied if {
	some denial in rule.deny with input as policy(true, [anyone(false)])
	denial.severity == "medium"
	denial.path == ["spec", "egress", 0, "to"]
	denial.message == "egress to every address on port 443/TCP"
}

test_every_port_is_high if {
	some denial in rule.deny with input as policy(true, [object.union(anyone(false), {"ports": "all ports"})])
	denial.severity == "high"
}

test_dns_only_is_low if {
	some denial in rule.deny with input as policy(true, [anyone(true)])
	denial.severity == "low"
}

test_world_range_is_named if {
	world := object.union(anyone(false), {"reach": "internet", "cidrs": ["0.0.0.0/0"]})
	some denial in rule.deny with input as policy(true, [world])
	denial.message == "egress to 0.0.0.0/0 on port 443/TCP"
}

test_listed_destinations_pass if count(rule.deny) == 0 with input as policy(true, [object.union(anyone(false), {"reach": "listed"})])

test_deny_all_passes if count(rule.deny) == 0 with input as policy(true, [])

test_ingress_policy_is_exempt if {
	count(rule.exempt) == 1 with input as policy(false, [anyone(false)])
	count(rule.deny) == 0 with input as policy(false, [anyone(false)])
	count(rule.exempt) == 0 with input as policy(true, [])
}
