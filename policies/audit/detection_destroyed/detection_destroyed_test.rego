package audit.detection_destroyed_test

import data.audit.detection_destroyed as rule

_facet := {"active": true, "served_goes": false, "successor": null, "judged_on": [], "action": "delete", "content": "none"}

_in(changes) := {"resources": [{"key": "a", "type": "aws_guardduty_detector", "facets": {"destruction": object.union(_facet, changes)}}]}

test_lost if {
	rule.deny == {{"resource": "a", "path": [], "message": "the plan destroys the detector and all it has found", "severity": "high"}} with input as _in({})
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

test_every_kind_is_named if {
	every type, severity in {"aws_guardduty_detector": "high", "aws_securityhub_account": "medium", "aws_macie2_account": "medium", "aws_accessanalyzer_analyzer": "medium"} {
		denials := rule.deny with input as {"resources": [{"key": "a", "type": type, "facets": {"destruction": _facet}}]}
		{denial.severity | some denial in denials} == {severity}
	}
}
