package ai_governance.sagemaker_endpoint_monitored_test

import data.ai_governance.sagemaker_endpoint_monitored as rule

_endpoint(facets, labels) := {"resources": [{"key": "a", "labels": labels, "facets": facets}]}

test_a_schedule_passes if {
	count(rule.deny) == 0 with input as _endpoint({"model_monitoring": {"monitored": true}}, {})
	count(rule.deny) == 1 with input as _endpoint({"model_monitoring": {"monitored": false}}, {})
	count(rule.deny) == 1 with input as _endpoint({}, {})
}

test_other_environments_are_exempt if {
	count(rule.exempt) == 1 with input as _endpoint({}, {"environment": "staging"})
	count(rule.exempt) == 0 with input as _endpoint({}, {})
}
