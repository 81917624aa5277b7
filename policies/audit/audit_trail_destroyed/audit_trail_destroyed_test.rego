package audit.audit_trail_destroyed_test

import data.audit.audit_trail_destroyed as rule

_facet := {"active": true, "served_goes": false, "successor": null, "judged_on": [], "action": "delete", "content": "none"}

_in(changes) := {"resources": [{"key": "a", "type": "aws_cloudtrail", "facets": {"destruction": object.union(_facet, changes)}}]}

test_lost if {
	rule.deny == {{"resource": "a", "path": [], "message": "the plan destroys the trail, and no other trail in it records the same", "severity": "high"}} with input as _in({})
}

test_made_up_for if {
	count(rule.deny) == 0 with input as _in({"successor": "b"})
	count(rule.exempt) == 0 with input as _in({"successor": "b"})
}

test_junk_is_no_successor if {
	count(rule.deny) == 1 with input as _in({"successor": false})
	count(rule.deny) == 1 with input as _in({"successor": {}})
}

test_nobody_misses_it if {
	every changes in [{"active": false}, {"served_goes": true}, {"judged_on": ["b"]}] {
		count(rule.exempt) == 1 with input as _in(changes)
	}
}

test_flow_logs_weigh_less if {
	flow_log := {"key": "a", "type": "aws_flow_log", "facets": {"destruction": _facet}}
	some denial in rule.deny with input as {"resources": [flow_log]}
	denial.severity == "medium"
}

test_replaced_with_its_content if {
	store := {"key": "a", "type": "aws_cloudtrail_event_data_store", "facets": {"destruction": object.union(_facet, {"action": "replace"})}}
	some denial in rule.deny with input as {"resources": [store]}
	denial.message == "the plan replaces the event data store with the events it keeps"
}

test_every_kind_is_named if {
	every type, severity in {"aws_cloudtrail": "high", "aws_cloudtrail_event_data_store": "high", "aws_flow_log": "medium", "google_logging_project_sink": "medium", "aws_bedrock_model_invocation_logging_configuration": "high"} {
		denials := rule.deny with input as {"resources": [{"key": "a", "type": type, "facets": {"destruction": _facet}}]}
		{denial.severity | some denial in denials} == {severity}
	}
}
