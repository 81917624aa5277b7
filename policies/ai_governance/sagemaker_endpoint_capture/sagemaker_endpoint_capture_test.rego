package ai_governance.sagemaker_endpoint_capture_test

import data.ai_governance.sagemaker_endpoint_capture as rule

_endpoint(attributes) := {"resources": [{"key": "a", "attributes": attributes}]}

_capture(on, share) := {"data_capture_config": [{"enable_capture": on, "initial_sampling_percentage": share}]}

test_only_capture_that_is_on_passes if {
	count(rule.deny) == 0 with input as _endpoint(_capture(true, 10))
	count(rule.deny) == 1 with input as _endpoint(_capture(true, 0))
	count(rule.deny) == 1 with input as _endpoint(_capture(false, 100))
	count(rule.deny) == 1 with input as _endpoint(_capture(null, 100))
	count(rule.deny) == 1 with input as _endpoint({})
}

test_serverless_is_exempt if {
	count(rule.exempt) == 1 with input as _endpoint({"production_variants": [{"serverless_config": [{"max_concurrency": 1}]}]})
	count(rule.exempt) == 0 with input as _endpoint({"production_variants": [{"serverless_config": []}]})
	count(rule.exempt) == 0 with input as _endpoint({"production_variants": []})
}
