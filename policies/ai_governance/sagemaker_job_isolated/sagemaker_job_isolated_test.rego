package ai_governance.sagemaker_job_isolated_test

import data.ai_governance.sagemaker_job_isolated as rule

_job(isolation, network) := {"resources": [{
	"key": "a",
	"attributes": {"network_config": [{"enable_network_isolation": isolation}]},
	"facets": {"given": {"vpc_config": network}},
}]}

test_isolation_or_a_network_passes if {
	count(rule.deny) == 0 with input as _job(true, false)
	count(rule.deny) == 0 with input as _job(false, true)
	count(rule.deny) == 1 with input as _job(false, false)
	count(rule.deny) == 1 with input as _job(null, null)
	count(rule.deny) == 1 with input as {"resources": [{"key": "a", "attributes": {}, "facets": {}}]}
}
