# METADATA
# title: Agents and their tools run in a private network
# description: An agent with a public network can send what it knows anywhere, and code it was talked into runs with the whole internet in reach.
# scope: package
# custom:
#   id: agentcore-network
#   severity: medium
#   origins: [terraform]
#   selector: {types: [aws_bedrockagentcore_agent_runtime, aws_bedrockagentcore_code_interpreter, aws_bedrockagentcore_browser]}
#   requires:
#     - attributes.network_configuration.network_mode
#     - attributes.network_configuration[].network_mode
#   parameters: []
#   remediation:
#     terraform:
#       text: Place the runtime in subnets of your own; a code interpreter may also use SANDBOX, which has no network.
#       snippet: |
#         resource "aws_bedrockagentcore_agent_runtime" "claims" {
#           network_configuration {
#             network_mode = "VPC"
#             network_mode_config {
#               subnets         = aws_subnet.private[*].id
#               security_groups = [aws_security_group.agents.id]
#             }
#           }
#         }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/bedrockagentcore_agent_runtime
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/bedrockagentcore_code_interpreter
#     - https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/agentcore-vpc.html
package ai_governance.agentcore_network

import data.lib.finding

# The types are those of AWS provider 6, by its documentation; the plans of the fixtures are made by hand.
deny contains finding.new(resource, ["network_configuration"], message) if {
	some resource in input.resources
	not _private(resource.attributes)
	message := $"the network mode is {concat(", ", _modes(resource.attributes))}"
}

_private(attributes) if {
	count(_modes(attributes)) > 0
	every mode in _modes(attributes) {
		mode in {"VPC", "SANDBOX"}
	}
}

# Of some types it is a list of one block, of others an object.
_modes(attributes) := [attributes.network_configuration.network_mode] if {
	is_object(attributes.network_configuration)
} else := [mode |
	some network in attributes.network_configuration
	mode := object.get(network, "network_mode", "left out")
]
