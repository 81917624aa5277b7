package audit.vuln_scanning_destroyed_test

import data.audit.vuln_scanning_destroyed as rule

_facet := {"active": true, "served_goes": false, "successor": null, "judged_on": [], "action": "delete", "content": "none"}

_in(changes) := {"resources": [{"key": "a", "type": "aws_inspector2_enabler", "facets": {"destruction": object.union(_facet, changes)}}]}

test_lost if {
	rule.deny == {{"resource": "a", "path": [], "message": "the plan destroys the switch of the scan for vulnerabilities, and no other one in it covers the same"}} with input as _in({})
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
