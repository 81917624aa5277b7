package ai_governance.bedrock_invocation_log_private_test

import data.ai_governance.bedrock_invocation_log_private as rule

_log(part) := {"resources": [{"key": "a", "facets": {"prompt_logs": [object.union({"path": ["p"], "kind": "bucket", "key": "aws_s3_bucket.b"}, part)]}}]}

test_all_four_switches_pass if {
	count(rule.deny) == 0 with input as _log({"public_block": {"block": "bucket", "missing": []}})
	count(rule.deny) == 1 with input as _log({"public_block": {"block": "bucket", "missing": ["block_public_acls"]}})
	count(rule.deny) == 1 with input as _log({})
}

test_grades if {
	{"medium"} == {denial.severity | some denial in rule.deny} with input as _log({"public_block": {"block": "none", "missing": ["block_public_acls"]}})
	{"high"} == {denial.severity | some denial in rule.deny} with input as _log({"public_block": {"block": "bucket", "missing": ["block_public_acls"]}})
}

test_log_groups_are_exempt if {
	count(rule.exempt) == 1 with input as _log({"kind": "log group"})
	count(rule.exempt) == 0 with input as _log({})
}
