package network.fw_egress_world_test

import data.network.fw_egress_world as rule

_base := {
	"path": ["egress", 0, "cidr_blocks", 0], "direction": "egress", "protocol": "tcp", "from_port": 443, "to_port": 443,
	"cidr": "0.0.0.0/0", "prefix_length": 0, "family": 4, "public": true, "uncertain": null,
}

_group(opening) := {"resources": [{"key": "g", "type": "aws_security_group", "labels": {}, "facets": {"network_openings": {"openings": [object.union(_base, opening)]}}}]}

_denials(opening) := result if {
	result := {[denial.severity, denial.message] | some denial in rule.deny} with input as _group(opening) with data.parameters.fw_max_public_prefix as 16 with data.parameters.fw_max_public_prefix6 as 32
}

test_grades if {
	_denials({"protocol": "all", "from_port": 0, "to_port": 65535}) == {["high", "all ports open towards 0.0.0.0/0"]}
	_denials({"from_port": 0, "to_port": 65535}) == {["high", "all ports open towards 0.0.0.0/0"]}
	_denials({}) == {["medium", "port 443 open towards 0.0.0.0/0"]}
	_denials({"protocol": "udp", "from_port": 53, "to_port": 53}) == {["low", "port 53 open towards 0.0.0.0/0"]}
	_denials({"cidr": "::/0", "family": 6}) == {["medium", "port 443 open towards ::/0"]}
}

test_narrow_private_and_incoming_ranges_pass if {
	_denials({"cidr": "10.0.0.0/8", "prefix_length": 8, "public": false}) == set()
	_denials({"cidr": "198.51.100.0/24", "prefix_length": 24}) == set()
	_denials({"direction": "ingress"}) == set()
	_denials({"protocol": "icmp"}) == set()
}

test_unknown_ranges_are_undecided if {
	_denials({"uncertain": "known only after apply", "cidr": ""}) == set()
	count(rule.undecided) == 1 with input as _group({"uncertain": "known only after apply", "cidr": ""}) with data.parameters.fw_max_public_prefix as 16 with data.parameters.fw_max_public_prefix6 as 32
}

test_ingress_rules_are_exempt if {
	count(rule.exempt) == 1 with input as {"resources": [{"key": "r", "labels": {}, "attributes": {"type": "ingress"}}]}
	count(rule.exempt) == 0 with input as {"resources": [{"key": "r", "labels": {}, "attributes": {"type": "egress"}}]}
}

test_incoming_rules_of_google_are_exempt if {
	resource := {"key": "f", "type": "google_compute_firewall", "attributes": {}, "facets": {"network_openings": {"openings": []}}}
	count(rule.exempt) == 1 with input as {"resources": [resource]}
	count(rule.exempt) == 0 with input as {"resources": [object.union(resource, {"attributes": {"direction": "EGRESS"}})]}
}
