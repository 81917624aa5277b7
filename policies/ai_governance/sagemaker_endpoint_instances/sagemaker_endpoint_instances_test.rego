package ai_governance.sagemaker_endpoint_instances_test

import data.ai_governance.sagemaker_endpoint_instances as rule

_endpoint(variant, labels) := {"resources": [{"key": "a", "labels": labels, "attributes": {"production_variants": [variant]}}]}

test_two_pass if {
	count(rule.deny) == 0 with input as _endpoint({"initial_instance_count": 2}, {})
	count(rule.deny) == 0 with input as _endpoint({"managed_instance_scaling": [{"min_instance_count": 2}]}, {})
	count(rule.deny) == 1 with input as _endpoint({"initial_instance_count": 1}, {})
	count(rule.deny) == 1 with input as _endpoint({"initial_instance_count": null}, {})
	count(rule.deny) == 1 with input as _endpoint({}, {})
}

test_exempt if {
	count(rule.exempt) == 1 with input as _endpoint({"serverless_config": [{}]}, {})
	count(rule.deny) == 0 with input as _endpoint({"serverless_config": [{}]}, {})
	count(rule.exempt) == 1 with input as _endpoint({}, {"env": "dev"})
	count(rule.exempt) == 0 with input as _endpoint({}, {"env": "prod"})
}
