package ai_governance.bedrock_invocation_log_kept_test

import data.ai_governance.bedrock_invocation_log_kept as rule

_log(part) := {"resources": [{"key": "a", "facets": {"prompt_logs": [object.union({"path": ["p"], "kind": "bucket", "key": "aws_s3_bucket.b"}, part)]}}]}

test_long_enough if {
	count(rule.deny) == 0 with input as _log({"least_days": 400}) with data.parameters.prompt_retention_min_days as 365
	count(rule.deny) == 0 with input as _log({"least_days": 0}) with data.parameters.prompt_retention_min_days as 365
	count(rule.deny) == 1 with input as _log({"least_days": 30}) with data.parameters.prompt_retention_min_days as 365
	count(rule.deny) == 1 with input as _log({}) with data.parameters.prompt_retention_min_days as 365
}

test_without_a_place_it_is_exempt if count(rule.exempt) == 1 with input as {"resources": [{"key": "a", "facets": {"prompt_logs": []}}]}
