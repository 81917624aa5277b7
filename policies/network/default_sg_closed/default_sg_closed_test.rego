package network.default_sg_closed_test

import data.network.default_sg_closed as rule

_resource(type, managed, rules) := {"resources": [{"key": "r", "type": type, "labels": {}, "facets": {"default_group": {
	"managed": managed,
	"rules": rules,
}}}]}

test_networks if {
	count(rule.deny) == 0 with input as _resource("aws_vpc", true, 0)
	count(rule.deny) == 1 with input as _resource("aws_vpc", false, 0)
}

test_groups if {
	count(rule.deny) == 0 with input as _resource("aws_default_security_group", true, 0)
	some denial in rule.deny with input as _resource("aws_default_security_group", true, 2)
	denial.message == "the default security group has rules: 2"
}
