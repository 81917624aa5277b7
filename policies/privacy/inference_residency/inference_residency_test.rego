package privacy.inference_residency_test

import data.privacy.inference_residency as rule

agent(model) := {"resources": [{
	"key": "aws_bedrockagent_agent.a",
	"attributes": {"foundation_model": model},
	"facets": {"data_location": [{"region": "eu-central-1", "path": []}]},
}]}

denials(model, allowed) := result if {
	result := rule.deny with input as agent(model) with data.parameters.allowed_regions as allowed
}

test_one_region_models_run_where_the_resource_is if {
	count(denials("anthropic.claude-v2", ["eu-central-1"])) == 0
	some denial in denials("anthropic.claude-v2", ["eu-west-1"])
	denial.message == "inference runs in eu-central-1, which is not an allowed region"
	count(denials("arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v2", ["eu-central-1"])) == 1
}

test_profiles_stay_in_their_geography if {
	count(denials("eu.anthropic.claude-v2", ["eu-central-1"])) == 1
	count(denials("eu.anthropic.claude-v2", ["eu-central-1", "eu-west-1"])) == 0
	count(denials("us.anthropic.claude-v2", ["eu-central-1"])) == 1
	count(denials("us.anthropic.claude-v2", ["us-gov-west-1"])) == 1
	count(denials("arn:aws:bedrock:eu-west-1:1:inference-profile/eu.anthropic.claude-v2", ["eu-west-1", "eu-west-3"])) == 0
	count(denials("jp.anthropic.claude-v2", ["ap-northeast-1"])) == 1
	count(denials("jp.anthropic.claude-v2", ["ap-northeast-1", "ap-northeast-3"])) == 0
	count(denials("global.anthropic.claude-v2", ["eu-central-1"])) == 1
}

test_other_places_that_name_a_model if {
	count(rule.deny) == 1 with input as {"resources": [{
		"key": "aws_bedrock_guardrail.g", "facets": {},
		"attributes": {"cross_region_config": [{"guardrail_profile_identifier": "us.guardrail.v1:0"}]},
	}]}
		with data.parameters.allowed_regions as ["eu-central-1"]
	count(rule.deny) == 1 with input as {"resources": [{
		"key": "aws_bedrock_inference_profile.p", "facets": {},
		"attributes": {"model_source": [{"copy_from": "arn:aws:bedrock:us-west-2::foundation-model/x"}]},
	}]}
		with data.parameters.allowed_regions as ["eu-central-1"]
}

test_unknown_region_is_undecided if {
	count(rule.undecided) == 1 with input as {"resources": [{
		"key": "aws_bedrockagent_agent.a", "facets": {"data_location": []}, "attributes": {"foundation_model": "anthropic.claude-v2"},
	}]}
	count(rule.undecided) == 0 with input as agent("anthropic.claude-v2") with data.parameters.allowed_regions as ["eu-central-1"]
}

reasons(model, allowed) := {entry.reason | some entry in entries} if {
	entries := rule.undecided with input as agent(model) with data.parameters.allowed_regions as allowed
}

test_regions_that_depend_on_the_model_are_undecided if {
	reasons("us.anthropic.claude-v2", ["us-east-1", "us-east-2", "us-west-2"]) == {"the inference profile us. may also run in us-west-1, depending on the model"}
	count(reasons("us.anthropic.claude-v2", ["us-east-1", "us-east-2", "us-west-1", "us-west-2"])) == 0
	count(reasons("us.anthropic.claude-v2", ["eu-central-1"])) == 0
	count(reasons("jp.anthropic.claude-v2", ["ap-northeast-1"])) == 0
}

test_an_unlisted_geography_is_undecided if {
	reasons("ca.amazon.nova-lite-v1:0", ["ca-central-1"]) == {"where the inference profile ca. runs is not known here"}
	count(denials("ca.amazon.nova-lite-v1:0", ["ca-central-1"])) == 0
}

test_every_region_of_a_live_profile_counts if {
	profile := {"resources": [{"key": "p", "facets": {}, "attributes": {"model_source": [
		{"copy_from": "arn:aws:bedrock:eu-central-1::foundation-model/anthropic.claude-v2"},
		{"copy_from": "arn:aws:bedrock:eu-west-3::foundation-model/anthropic.claude-v2"},
	]}}]}
	count(rule.deny) == 0 with input as profile with data.parameters.allowed_regions as ["eu-central-1", "eu-west-3"]
	count(rule.deny) == 1 with input as profile with data.parameters.allowed_regions as ["eu-central-1"]
}
