package ai_governance.bedrock_private_endpoint_test

import data.ai_governance.bedrock_private_endpoint as rule

vpc(complete, services, endpoints) := {"resources": [{"key": "aws_vpc.v", "facets": {"vpc_endpoints": {
	"complete": complete, "ai_services": services, "endpoints": endpoints,
}}}]}

runtime := {"service": "bedrock-runtime", "private_dns": true, "own_policy": true}

test_private_endpoint_passes if {
	count(rule.deny) == 0 with input as vpc(true, ["bedrock-runtime"], [runtime])
	count(rule.undecided) == 0 with input as vpc(false, ["bedrock-runtime"], [runtime])
}

test_missing_endpoint if {
	count(rule.deny) == 1 with input as vpc(true, ["bedrock-runtime"], [])
	count(rule.deny) == 0 with input as vpc(false, ["bedrock-runtime"], [])
	count(rule.undecided) == 1 with input as vpc(false, ["bedrock-runtime"], [])
}

test_private_dns_and_policy_are_needed if {
	count(rule.deny) == 1 with input as vpc(false, ["bedrock-runtime"], [object.union(runtime, {"private_dns": false})])
	count(rule.deny) == 1 with input as vpc(false, ["bedrock-runtime"], [object.union(runtime, {"own_policy": false})])
}

test_without_bedrock_it_does_not_apply if {
	count(rule.exempt) == 1 with input as vpc(true, ["sagemaker.runtime"], [])
	count(rule.exempt) == 0 with input as vpc(true, ["bedrock-runtime"], [])

	# Whether Bedrock is used could not be read.
	count(rule.exempt) == 0 with input as {"resources": [{"key": "v", "facets": {"vpc_endpoints": {"complete": true, "endpoints": []}}}]}
}
