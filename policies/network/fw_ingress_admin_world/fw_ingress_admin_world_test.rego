package network.fw_ingress_admin_world_test

import data.network.fw_ingress_admin_world as rule

base := {
	"path": ["ingress", 0, "cidr_blocks", 0], "direction": "ingress", "protocol": "tcp", "from_port": 443, "to_port": 443,
	"cidr": "0.0.0.0/0", "prefix_length": 0, "family": 4, "public": true, "uncertain": null,
}

group(labels, opening) := {"resources": [{"key": "aws_security_group.g", "facets": {"network_openings": {
	"group_labels": labels, "openings": [object.union(base, opening)],
}}}]}

denials(opening) := result if {
	result := rule.deny with input as group({}, opening) with data.parameters.fw_max_public_prefix as 16 with data.parameters.fw_max_public_prefix6 as 32
}

undecided(opening) := result if {
	result := rule.undecided with input as group({}, opening) with data.parameters.fw_max_public_prefix as 16 with data.parameters.fw_max_public_prefix6 as 32
}

test_world_is_denied if {
	some denial in denials({"from_port": 22, "to_port": 22})
	denial.message == "port 22 open to 0.0.0.0/0"
	denial.path == ["ingress", 0, "cidr_blocks", 0]
	count(denials({"from_port": 0, "to_port": 65535, "cidr": "::/0", "family": 6})) == 1
	count(denials({"protocol": "all", "from_port": 0, "to_port": 65535, "cidr": "0.0.0.0/1", "prefix_length": 1})) == 1
}

test_other_ports_and_narrow_ranges_pass if {
	count(denials({})) == 0
	count(denials({"from_port": 22, "to_port": 22, "cidr": "192.0.2.0/24", "prefix_length": 24})) == 0
	count(denials({"from_port": 22, "to_port": 22, "cidr": "10.0.0.0/8", "prefix_length": 8, "public": false})) == 0
}

test_an_unknown_range_is_undecided_where_the_port_matters if {
	count(undecided({"uncertain": "known only after apply", "cidr": "", "from_port": 22, "to_port": 22})) == 1
	count(undecided({"uncertain": "known only after apply", "cidr": ""})) == 0
	count(denials({"uncertain": "known only after apply", "cidr": "", "from_port": 22, "to_port": 22})) == 0
}
