package ai_governance.bedrock_custom_model_network_test

import data.ai_governance.bedrock_custom_model_network as rule

_model(facets) := {"resources": [{"key": "a", "facets": facets}]}

test_a_vpc_passes if {
	count(rule.deny) == 0 with input as _model({"given": {"vpc_config": true}})
	count(rule.deny) == 1 with input as _model({"given": {"vpc_config": false}})
	count(rule.deny) == 1 with input as _model({})
}
