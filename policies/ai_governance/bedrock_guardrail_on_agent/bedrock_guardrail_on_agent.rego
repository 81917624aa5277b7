# METADATA
# title: Bedrock agents run behind a guardrail
# description: A guardrail screens what goes into an agent and what comes out, whatever the prompt says. A numbered version cannot change unnoticed.
# scope: package
# custom:
#   id: bedrock-guardrail-on-agent
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_bedrockagent_agent], with: [agent_guardrail]}
#   requires:
#     - facets.agent_guardrail.attached
#     - facets.agent_guardrail.path
#     - facets.agent_guardrail.version
#   remediation:
#     terraform:
#       text: Name a guardrail and a published version of it.
#       snippet: |
#         guardrail_configuration = [{
#           guardrail_identifier = aws_bedrock_guardrail.main.guardrail_id
#           guardrail_version    = aws_bedrock_guardrail_version.main.version
#         }]
#   references:
#     - https://docs.aws.amazon.com/bedrock/latest/userguide/agents-guardrail.html
package ai_governance.bedrock_guardrail_on_agent

import data.lib.finding

deny contains finding.new(resource, resource.facets.agent_guardrail.path, message) if {
	some resource in input.resources
	not resource.facets.agent_guardrail.attached
	message := "no guardrail is attached to the agent"
}

deny contains finding.graded(resource, resource.facets.agent_guardrail.path, message, "medium") if {
	some resource in input.resources
	resource.facets.agent_guardrail.attached
	not resource.facets.agent_guardrail.version == "numbered"
	message := "the agent uses the draft of its guardrail, not a numbered version"
}
