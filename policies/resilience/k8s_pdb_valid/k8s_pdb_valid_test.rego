package resilience.k8s_pdb_valid_test

import data.resilience.k8s_pdb_valid

test_pass if {
	_paths({"setting": "maxUnavailable", "path": ["p"], "blocks": false, "selects_nothing": false}) == set()
}

test_fail if {
	_paths({"setting": "both", "path": ["p"], "blocks": false, "selects_nothing": false}) == {["p"]}
	_paths({"setting": "none", "path": ["p"], "blocks": false, "selects_nothing": false}) == {["p"]}
	_paths({"setting": "minAvailable", "path": ["p"], "blocks": true, "selects_nothing": false}) == {["p"]}
	_paths({"setting": "minAvailable", "path": ["p"], "blocks": false, "selects_nothing": true}) == {["spec", "selector"]}
}

_paths(budget) := {denial.path |
	some denial in k8s_pdb_valid.deny with input as {"resources": [{"key": "k", "facets": {"disruption_budget": budget}}]}
}
