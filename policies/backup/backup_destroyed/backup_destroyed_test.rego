package backup.backup_destroyed_test

import data.backup.backup_destroyed as rule

_facet := {"active": true, "served_goes": false, "successor": null, "judged_on": [], "action": "delete", "content": "none"}

_in(changes) := {"resources": [{"key": "a", "type": "aws_backup_plan", "facets": {"destruction": object.union(_facet, changes)}}]}

test_lost if {
	rule.deny == {{"resource": "a", "path": [], "message": "the plan destroys the backup plan, and nothing in it backs the same up", "severity": "high"}} with input as _in({})
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

test_vaults if {
	every content, severity in {"lost": "high", "guarded": "medium"} {
		vault := {"key": "a", "type": "aws_backup_vault", "facets": {"destruction": object.union(_facet, {"content": content})}}
		denials := rule.deny with input as {"resources": [vault]}
		{denial.severity | some denial in denials} == {severity}
	}
}

test_snapshots if {
	every type in ["aws_db_snapshot", "aws_db_cluster_snapshot", "aws_ebs_snapshot"] {
		denials := rule.deny with input as {"resources": [{"key": "a", "type": type, "facets": {"destruction": _facet}}]}
		{denial.severity | some denial in denials} == {"medium"}
	}
}

test_selections if {
	selection := {"key": "a", "type": "aws_backup_selection", "facets": {"destruction": _facet}}
	count(rule.deny) == 1 with input as {"resources": [selection]}
}
