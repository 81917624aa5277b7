package encryption_at_rest.key_destroyed_test

import data.encryption_at_rest.key_destroyed as rule

_facet := {"action": "delete", "complete": false, "dependents": [], "had_dependents": true, "still_named_by": []}

_in(changes) := {"resources": [{"key": "a", "facets": {"destruction": object.union(_facet, changes)}}]}

test_still_used if {
	message := "the plan destroys the key that b, c goes on using"
	rule.deny == {{"resource": "a", "path": [], "message": message}} with input as _in({"still_named_by": ["b", "c"], "dependents": ["b"]})
}

test_used_before if {
	message := "the plan replaces the key under which b has stored data so far"
	rule.deny == {{"resource": "a", "path": [], "message": message, "severity": "high"}} with input as _in({"action": "replace", "dependents": ["b"]})
}

test_users_go_too if {
	count(rule.deny) == 0 with input as _in({})
	count(rule.undecided) == 0 with input as _in({})
}

test_no_users_seen if {
	count(rule.undecided) == 1 with input as _in({"had_dependents": false})
	count(rule.undecided) == 0 with input as _in({"had_dependents": false, "complete": true})
}
