# METADATA
# title: Azure's AI services take no API keys
# description: A key names nobody, never expires by itself and opens everything; tokens of Entra ID say who calls and can be limited and withdrawn.
# scope: package
# custom:
#   id: azure-openai-local-auth
#   severity: medium
#   origins: [terraform]
#   selector: {types: [azurerm_ai_services, azurerm_cognitive_account]}
#   requires:
#     - attributes.local_auth_enabled
#     - attributes.local_authentication_enabled
#   parameters: []
#   remediation:
#     terraform:
#       text: Let callers identify themselves with Entra ID (a managed identity and the role Cognitive Services OpenAI User) and switch keys off. `azurerm_ai_services` calls the switch `local_authentication_enabled`.
#       snippet: |
#         resource "azurerm_cognitive_account" "openai" {
#           name                  = "example-openai"
#           resource_group_name   = azurerm_resource_group.main.name
#           location              = azurerm_resource_group.main.location
#           kind                  = "OpenAI"
#           sku_name              = "S0"
#           custom_subdomain_name = "example-openai"
#           local_auth_enabled    = false
#         }
#       edits:
#         - {do: set, value: false, when: {path: local_auth_enabled}}
#         - {do: set, value: false, when: {path: local_authentication_enabled}}
#   references:
#     - https://learn.microsoft.com/en-us/azure/ai-services/disable-local-auth
#     - https://learn.microsoft.com/en-us/azure/ai-foundry/openai/how-to/managed-identity
package ai_governance.azure_openai_local_auth

import data.lib.finding

# Keys are accepted unless they are switched off.
deny contains finding.new(resource, [_argument(resource)], "callers may use API keys instead of Entra ID") if {
	some resource in input.resources
	not _keyless(resource.attributes)
}

_keyless(attributes) if attributes.local_auth_enabled == false

_keyless(attributes) if attributes.local_authentication_enabled == false

_argument(resource) := "local_authentication_enabled" if {
	resource.type == "azurerm_ai_services"
} else := "local_auth_enabled"
