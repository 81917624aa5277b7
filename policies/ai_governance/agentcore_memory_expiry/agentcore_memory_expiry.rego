# METADATA
# title: Agents forget what was said
# description: An agent's memory holds whole conversations, personal data included; what is kept for a year is there to leak for a year.
# scope: package
# custom:
#   id: agentcore-memory-expiry
#   severity: medium
#   origins: [terraform]
#   selector: {types: [aws_bedrockagentcore_memory]}
#   requires:
#     - attributes.event_expiry_duration
#   parameters: [agent_memory_max_days]
#   remediation:
#     terraform:
#       text: Let events expire after no more days than the agent needs.
#       snippet: |
#         resource "aws_bedrockagentcore_memory" "claims" {
#           name                  = "claims"
#           event_expiry_duration = 30
#         }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/bedrockagentcore_memory
package ai_governance.agentcore_memory_expiry

import data.lib.finding

# The type is one of AWS provider 6, by its documentation; the plans of the fixtures are made by hand.
deny contains finding.new(resource, ["event_expiry_duration"], message) if {
	some resource in input.resources
	not _short(resource.attributes, data.parameters.agent_memory_max_days)
	message := $"events are kept for {object.get(resource.attributes, "event_expiry_duration", "unstated")} days, the most is {data.parameters.agent_memory_max_days}"
}

_short(attributes, most) if {
	attributes.event_expiry_duration > 0
	attributes.event_expiry_duration <= most
}
