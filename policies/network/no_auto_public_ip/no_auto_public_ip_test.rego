package network.no_auto_public_ip_test

import data.network.no_auto_public_ip as rule

subnet(assigned, labels) := {"resources": [{
	"key": "aws_subnet.s", "labels": labels, "facets": {"public_address": {"assigned": assigned, "path": ["map_public_ip_on_launch"]}},
}]}

test_assigned_is_denied if {
	count(rule.deny) == 1 with input as subnet(true, {}) with data.parameters.public_labels as ["tier=public"]
}

test_unassigned_or_labelled_passes if {
	count(rule.deny) == 0 with input as subnet(false, {}) with data.parameters.public_labels as ["tier=public"]
	count(rule.deny) == 0 with input as subnet(true, {"tier": "public"}) with data.parameters.public_labels as ["tier=public"]
}
