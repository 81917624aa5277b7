package network.fw_ingress_all_world_test

import data.network.fw_ingress_all_world as rule

base := {
	"path": ["ingress", 0, "cidr_blocks", 0], "direction": "ingress", "protocol": "tcp", "from_port": 443, "to_port": 443,
	"cidr": "0.0.0.0/0", "prefix_length": 0, "family": 4, "public": true, "uncertain": null,
}

group(labels, opening) := {"resources": [{"key": "aws_security_group.g", "facets": {"network_openings": {
	"group_labels": labels, "openings": [object.union(base, opening)],
}}}]}

denials(labels, opening) := result if {
	result := rule.deny with input as group(labels, opening) with data.parameters.fw_max_public_prefix as 16 with data.parameters.fw_max_public_prefix6 as 32 with data.parameters.public_ports as ["80", "443"] with data.parameters.public_labels as ["tier=public"]
}

undecided(labels, opening) := result if {
	result := rule.undecided with input as group(labels, opening) with data.parameters.fw_max_public_prefix as 16 with data.parameters.fw_max_public_prefix6 as 32 with data.parameters.public_ports as ["80", "443"] with data.parameters.public_labels as ["tier=public"]
}

test_everything_open_is_denied if {
	some denial in denials({}, {"protocol": "all", "from_port": 0, "to_port": 65535})
	denial.message == "all ports open to 0.0.0.0/0"
	not denial.severity
	count(denials({"tier": "public"}, {"from_port": 0, "to_port": 65535})) == 1
}

test_unlisted_ports_are_denied_high if {
	some denial in denials({}, {"from_port": 8000, "to_port": 8010})
	denial.severity == "high"
	denial.message == "ports 8000 to 8010 open to 0.0.0.0/0"
	count(denials({"tier": "public"}, {"from_port": 8000, "to_port": 8010})) == 0
}

test_public_and_elsewhere_judged_ports_pass if {
	count(denials({}, {})) == 0
	count(denials({}, {"from_port": 22, "to_port": 22})) == 0
	count(denials({}, {"protocol": "icmp", "from_port": 0, "to_port": 65535})) == 0
	count(denials({}, {"from_port": 8000, "to_port": 8000, "public": false})) == 0
}

test_an_unknown_range_is_undecided_where_the_port_matters if {
	count(undecided({}, {"uncertain": "known only after apply", "cidr": "", "from_port": 8000, "to_port": 8000})) == 1
	count(undecided({}, {"uncertain": "known only after apply", "cidr": "", "protocol": "all"})) == 1
	count(undecided({}, {"uncertain": "known only after apply", "cidr": ""})) == 0
	count(undecided({"tier": "public"}, {"uncertain": "known only after apply", "cidr": "", "from_port": 8000})) == 0
}
