# METADATA
# title: Azure services send their audit log somewhere
# description: Azure keeps no record of who read a secret or called a model unless a diagnostic setting sends it to a store.
# scope: package
# custom:
#   id: azure-diagnostics
#   severity: medium
#   origins: [terraform]
#   selector: {types: [azurerm_ai_services, azurerm_cognitive_account, azurerm_key_vault, azurerm_search_service], with: [diagnostics]}
#   requires:
#     - facets.diagnostics.audit
#     - facets.diagnostics.settings
#     - facets.diagnostics.wanted[]
#   parameters: []
#   remediation:
#     terraform:
#       text: Add a diagnostic setting with the category group `audit` or `allLogs` that leads to a workspace or storage account.
#       snippet: |
#         resource "azurerm_monitor_diagnostic_setting" "vault" {
#           name                       = "audit"
#           target_resource_id         = azurerm_key_vault.main.id
#           log_analytics_workspace_id = azurerm_log_analytics_workspace.main.id
#
#           enabled_log {
#             category_group = "audit"
#           }
#         }
#   references:
#     - https://learn.microsoft.com/en-us/azure/azure-monitor/platform/diagnostic-settings
#     - https://learn.microsoft.com/en-us/azure/key-vault/general/logging
#     - https://learn.microsoft.com/en-us/azure/ai-services/diagnostic-logging
package audit.azure_diagnostics

import data.lib.finding

deny contains finding.new(resource, [], _message(resource.facets.diagnostics)) if {
	some resource in input.resources
	not _audited(resource)
}

_audited(resource) if resource.facets.diagnostics.audit == true

_message(facet) := $"no diagnostic setting sends {concat(" or ", facet.wanted)}" if {
	facet.settings > 0
} else := "no diagnostic setting in the plan sends its audit log anywhere"
