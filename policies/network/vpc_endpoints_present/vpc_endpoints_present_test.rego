package network.vpc_endpoints_present_test

import data.network.vpc_endpoints_present as rule

vpc(complete, endpoints) := {"resources": [{"key": "aws_vpc.v", "facets": {"vpc_endpoints": {"complete": complete, "endpoints": endpoints}}}]}

s3 := {"service": "s3", "kind": "Gateway", "private_dns": false}

kms := {"service": "kms", "kind": "Interface", "private_dns": true}

denials(document) := result if {
	result := rule.deny with input as document with data.parameters.vpc_required_endpoints as ["kms", "s3"]
}

undecided(document) := result if {
	result := rule.undecided with input as document with data.parameters.vpc_required_endpoints as ["kms", "s3"]
}

test_all_endpoints_pass if {
	count(denials(vpc(true, [s3, kms]))) == 0
	count(undecided(vpc(false, [s3, kms]))) == 0
}

test_missing_is_denied_where_the_plan_is_complete if {
	some denial in denials(vpc(true, [s3]))
	denial.message == "no endpoint for kms"
	count(undecided(vpc(true, [s3]))) == 0
}

test_missing_is_undecided_in_a_part if {
	count(denials(vpc(false, []))) == 0
	count(undecided(vpc(false, []))) == 1
}

test_interface_without_private_dns_is_denied if {
	count(denials(vpc(false, [s3, object.union(kms, {"private_dns": false})]))) == 1
}
