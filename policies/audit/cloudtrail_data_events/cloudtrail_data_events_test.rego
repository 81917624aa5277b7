package audit.cloudtrail_data_events_test

import data.audit.cloudtrail_data_events as rule

_bucket(recorded, class) := {"resources": [{
	"key": "b",
	"labels": {"data-classification": class},
	"facets": {"data_events": {"recorded": recorded}},
}]}

_messages(recorded) := result if {
	result := {denial.message | some denial in rule.deny} with input as _bucket(recorded, "phi")
}

test_recorded if {
	_messages("all") == set()
	_messages("none") == {"no trail records access to its objects"}
	_messages("writes") == {"no trail records reads of its objects"}
	_messages("reads") == {"no trail records writes of its objects"}
}

test_other_classes_are_exempt if {
	count(rule.exempt) == 1 with input as _bucket("none", "public") with data.parameters.sensitive_classes as ["phi"]
	count(rule.exempt) == 0 with input as _bucket("none", "PHI") with data.parameters.sensitive_classes as ["phi"]
}
