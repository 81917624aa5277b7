package access.public_block_destroyed_test

import data.access.public_block_destroyed as rule

_facet := {"active": true, "served_goes": false, "successor": null, "judged_on": [], "action": "delete", "content": "none"}

_in(changes) := {"resources": [{"key": "a", "type": "aws_s3_account_public_access_block", "facets": {"destruction": object.union(_facet, changes)}}]}

test_lost if {
	rule.deny == {{"resource": "a", "path": [], "message": "the plan destroys the block on public access for all buckets of the account", "severity": "high"}} with input as _in({})
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
	every type, severity in {"aws_s3_account_public_access_block": "high", "aws_s3_bucket_public_access_block": "medium", "aws_ebs_snapshot_block_public_access": "high"} {
		denials := rule.deny with input as {"resources": [{"key": "a", "type": type, "facets": {"destruction": _facet}}]}
		{denial.severity | some denial in denials} == {severity}
	}
}
