package ai_governance.bedrock_invocation_log_expires_test

import data.ai_governance.bedrock_invocation_log_expires as rule

_log(part) := {"resources": [{"key": "a", "facets": {"prompt_logs": [object.union({"path": ["p"], "kind": "bucket", "key": "aws_s3_bucket.b"}, part)]}}]}

test_an_end_passes if {
	count(rule.deny) == 0 with input as _log({"most_days": 4000}) with data.parameters.prompt_retention_max_days as 0
	count(rule.deny) == 1 with input as _log({"most_days": 0}) with data.parameters.prompt_retention_max_days as 0
	count(rule.deny) == 1 with input as _log({}) with data.parameters.prompt_retention_max_days as 0
}

test_not_too_late if {
	count(rule.deny) == 1 with input as _log({"most_days": 4000}) with data.parameters.prompt_retention_max_days as 400
	count(rule.deny) == 0 with input as _log({"most_days": 400}) with data.parameters.prompt_retention_max_days as 400
}

test_without_a_place_it_is_exempt if count(rule.exempt) == 1 with input as {"resources": [{"key": "a", "facets": {"prompt_logs": []}}]}
