package network.vpc_endpoint_service_acceptance_test

import data.network.vpc_endpoint_service_acceptance as rule

_service(attributes) := {"resources": [{"key": "s", "type": "aws_vpc_endpoint_service", "labels": {}, "attributes": attributes}]}

_principal(arn) := {"resources": [{"key": "p", "type": "aws_vpc_endpoint_service_allowed_principal", "labels": {}, "attributes": {"principal_arn": arn}}]}

test_acceptance if {
	count(rule.deny) == 0 with input as _service({"acceptance_required": true})
	count(rule.deny) == 1 with input as _service({"acceptance_required": false})
	count(rule.deny) == 1 with input as _service({})
}

test_everyone_is_low if {
	some denial in rule.deny with input as _service({"acceptance_required": true, "allowed_principals": ["*"]})
	denial.severity == "low"
	count(rule.deny) == 1 with input as _principal("*")
	count(rule.deny) == 0 with input as _principal("arn:aws:iam::210987654321:root")
}
