package ai_governance.bedrock_invocation_logging_test

import data.ai_governance.bedrock_invocation_logging as rule

plan(types) := {"resources": [{"key": "scope/plan/p", "type": "scope/plan", "facets": {"plan_contents": {"types": types}}}]}

configuration(delivered, off) := {"resources": [{
	"key": "aws_bedrock_model_invocation_logging_configuration.c",
	"type": "aws_bedrock_model_invocation_logging_configuration",
	"facets": {"invocation_logging": {"delivered": delivered, "off": off, "path": ["logging_config"]}},
}]}

denials(document) := result if {
	result := rule.deny with input as document with data.parameters.ai_modalities as ["text"]
}

test_destination_and_modalities if {
	count(denials(configuration(true, ["image"]))) == 0
	count(denials(configuration(true, ["text"]))) == 1
	count(denials(configuration(false, []))) == 1
}

test_absence_is_denied_where_bedrock_is_used if {
	count(denials(plan(["aws_bedrockagent_agent"]))) == 1
	count(rule.exempt) == 0 with input as plan(["aws_bedrockagent_agent"])
	count(rule.exempt) == 1 with input as plan(["aws_s3_bucket"])
	count(rule.exempt) == 1 with input as plan(["aws_bedrock_guardrail", "aws_bedrock_model_invocation_logging_configuration"])
}
