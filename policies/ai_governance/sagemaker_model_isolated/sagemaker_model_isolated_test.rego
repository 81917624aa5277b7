package ai_governance.sagemaker_model_isolated_test

import data.ai_governance.sagemaker_model_isolated as rule

model(isolation, vpc) := {"resources": [{
	"key": "aws_sagemaker_model.m",
	"attributes": {"enable_network_isolation": isolation}, "facets": {"given": {"vpc_config": vpc}},
}]}

test_open_model_is_denied if {
	count(rule.deny) == 1 with input as model(false, false)
}

test_isolated_or_vpc_passes if {
	count(rule.deny) == 0 with input as model(true, false)
	count(rule.deny) == 0 with input as model(false, true)
}
