package audit.guardduty_enabled_test

import data.audit.guardduty_enabled as rule

_plan(types) := {"resources": [{"key": "p", "type": "scope/plan", "labels": {}, "facets": {"plan_contents": {"types": types}}}]}

_detector(attributes) := {"resources": [{"key": "d", "type": "aws_guardduty_detector", "labels": {}, "attributes": attributes}]}

test_no_detector_is_denied if count(rule.deny) == 1 with input as _plan(["aws_vpc"])

test_plans_with_a_detector_are_exempt if {
	count(rule.exempt) == 1 with input as _plan(["aws_guardduty_detector"])
	count(rule.exempt) == 0 with input as _plan(["aws_vpc"])
}

test_detectors if {
	count(rule.deny) == 1 with input as _detector({"enable": false})
	count(rule.deny) == 0 with input as _detector({"enable": true})
	count(rule.deny) == 0 with input as _detector({})
}
