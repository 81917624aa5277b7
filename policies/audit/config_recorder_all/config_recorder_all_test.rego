package audit.config_recorder_all_test

import data.audit.config_recorder_all as rule

_plan(types) := {"resources": [{"key": "p", "type": "scope/plan", "labels": {}, "facets": {"plan_contents": {"types": types}}}]}

_good := {"records": "all", "excluded": [], "enabled": true, "delivered": true}

_recorder(changes) := {"resources": [{
	"key": "r",
	"type": "aws_config_configuration_recorder",
	"labels": {},
	"facets": {"config_recorder": object.union(_good, changes)},
}]}

_messages := {denial.message | some denial in rule.deny}

test_no_recorder_is_denied if {
	_messages == {"no AWS Config recorder records changes"} with input as _plan(["aws_vpc"])
	count(rule.exempt) == 0 with input as _plan(["aws_vpc"])
}

test_plans_with_a_recorder_are_exempt if {
	count(rule.exempt) == 1 with input as _plan(["aws_config_configuration_recorder"])
	count(rule.exempt) == 1 with input as _plan([])
}

test_complete_recorder_passes if {
	_messages == set() with input as _recorder({})
	count(rule.exempt) == 0 with input as _recorder({})
}

test_exclusions if {
	excluding := {"records": "all-except", "excluded": ["AWS::EC2::Volume"]}
	_messages == {"resource type AWS::EC2::Volume is not recorded"} with input as _recorder(excluding)
		with data.parameters.config_excluded as []
	_messages == set() with input as _recorder(excluding) with data.parameters.config_excluded as ["AWS::EC2::Volume"]
}

test_gaps_are_denied if {
	_messages == {"only selected resource types are recorded"} with input as _recorder({"records": "selected"})
	_messages == {"nothing switches the recorder on"} with input as _recorder({"enabled": false})
	_messages == {"there is no delivery channel for the records"} with input as _recorder({"delivered": false})
}

test_an_absent_record_does_not_pass if {
	empty := {"key": "r", "type": "aws_config_configuration_recorder", "labels": {}, "facets": {}}
	count(_messages) == 3 with input as {"resources": [empty]}
}
