# METADATA
# title: Azure's AI services are not on the internet
# description: Prompts, answers and fine-tuning data pass through an endpoint that anyone with a key can call from anywhere, unless its network is closed.
# scope: package
# custom:
#   id: azure-openai-network
#   severity: high
#   origins: [terraform]
#   selector: {types: [azurerm_ai_services, azurerm_cognitive_account, azurerm_machine_learning_workspace], with: [public_network]}
#   requires:
#     - facets.public_network.access
#     - facets.public_network.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Switch public access off and reach the account through a private endpoint; where that cannot be, deny by default and list your own addresses and subnets.
#       snippet: |
#         resource "azurerm_cognitive_account" "openai" {
#           name                          = "example-openai"
#           resource_group_name           = azurerm_resource_group.main.name
#           location                      = azurerm_resource_group.main.location
#           kind                          = "OpenAI"
#           sku_name                      = "S0"
#           custom_subdomain_name         = "example-openai"
#           public_network_access_enabled = false
#         }
#   references:
#     - https://learn.microsoft.com/en-us/azure/ai-services/cognitive-services-virtual-networks
#     - https://learn.microsoft.com/en-us/azure/machine-learning/how-to-configure-private-link
package ai_governance.azure_openai_network

import data.lib.finding

deny contains finding.new(resource, resource.facets.public_network.path, "every network reaches the service: neither is public access off nor do rules deny by default") if {
	some resource in input.resources
	not _closed(resource)
}

_closed(resource) if resource.facets.public_network.access in {"none", "listed"}
