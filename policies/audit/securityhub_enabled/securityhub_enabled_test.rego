package audit.securityhub_enabled_test

import data.audit.securityhub_enabled as rule

_whole(types) := {"resources": [{"key": "w", "type": "scope/aws", "labels": {}, "facets": {"plan_contents": {"types": types}}}]}

_hub(facets) := {"resources": [{"key": "h", "type": "aws_securityhub_account", "labels": {}, "facets": facets}]}

test_no_hub_is_denied if count(rule.deny) == 1 with input as _whole(["aws_vpc"])

test_a_hub_exempts_the_whole if {
	count(rule.exempt) == 1 with input as _whole(["aws_securityhub_account"])
	count(rule.exempt) == 0 with input as _whole(["aws_vpc"])
}

test_hubs if {
	count(rule.deny) == 0 with input as _hub({"security_hub": {"standards": true}})
	count(rule.deny) == 1 with input as _hub({"security_hub": {"standards": false}})
	count(rule.deny) == 1 with input as _hub({})
}
