package ai_governance.bedrock_invocation_log_cmk_test

import data.ai_governance.bedrock_invocation_log_cmk as rule

_log(part) := {"resources": [{"key": "a", "facets": {"prompt_logs": [object.union({"path": ["p"], "kind": "bucket", "key": "aws_s3_bucket.b"}, part)]}}]}

test_only_a_customer_key_passes if {
	count(rule.deny) == 0 with input as _log({"encryption": "customer-managed"})
	count(rule.deny) == 1 with input as _log({"encryption": "provider-managed"})
	count(rule.deny) == 1 with input as _log({})
}

test_without_a_place_it_is_exempt if count(rule.exempt) == 1 with input as {"resources": [{"key": "a", "facets": {"prompt_logs": []}}]}
