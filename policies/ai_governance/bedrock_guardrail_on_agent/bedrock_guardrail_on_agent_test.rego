package ai_governance.bedrock_guardrail_on_agent_test

import data.ai_governance.bedrock_guardrail_on_agent as rule

agent(attached, version) := {"resources": [{"key": "aws_bedrockagent_agent.a", "facets": {"agent_guardrail": {
	"attached": attached, "version": version, "path": ["guardrail_configuration"],
}}}]}

test_missing_guardrail_is_denied if {
	some denial in rule.deny with input as agent(false, "none")
	denial.message == "no guardrail is attached to the agent"
}

test_draft_is_denied_medium if {
	some denial in rule.deny with input as agent(true, "draft")
	denial.severity == "medium"
}

test_numbered_version_passes if {
	count(rule.deny) == 0 with input as agent(true, "numbered")
}
