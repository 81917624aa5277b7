package access.s3_account_public_block_test

import data.access.s3_account_public_block as rule

plan(types) := {"resources": [{
	"key": "scope/plan/p", "type": "scope/plan", "complete": true, "facets": {"plan_contents": {"types": types}},
}]}

block(attributes) := {"resources": [{
	"key": "aws_s3_account_public_access_block.b", "type": "aws_s3_account_public_access_block", "attributes": attributes, "facets": {},
}]}

on := {"block_public_acls": true, "block_public_policy": true, "ignore_public_acls": true, "restrict_public_buckets": true}

test_all_four_must_be_on if {
	count(rule.deny) == 0 with input as block(on)
	count(rule.deny) == 1 with input as block(object.union(on, {"ignore_public_acls": false}))
	count(rule.deny) == 4 with input as block({})
}

test_absence_is_denied_where_there_are_buckets if {
	count(rule.deny) == 1 with input as plan(["aws_s3_bucket"])
	count(rule.exempt) == 0 with input as plan(["aws_s3_bucket"])
	count(rule.exempt) == 1 with input as plan(["aws_sqs_queue"])
	count(rule.exempt) == 1 with input as plan(["aws_s3_account_public_access_block", "aws_s3_bucket"])
}
