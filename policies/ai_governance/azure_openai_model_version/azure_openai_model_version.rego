# METADATA
# title: Deployed models of Azure stay at one version
# description: A deployment that follows the default version answers differently one day, without a change, a test or a record of yours.
# scope: package
# custom:
#   id: azure-openai-model-version
#   severity: low
#   origins: [terraform]
#   selector: {types: [azurerm_cognitive_deployment]}
#   requires:
#     - attributes.model[].version
#     - attributes.version_upgrade_option
#   parameters: []
#   remediation:
#     terraform:
#       text: Name the version you have tested, and let it be replaced only when it expires or by yourself.
#       snippet: |
#         resource "azurerm_cognitive_deployment" "chat" {
#           name                   = "chat"
#           cognitive_account_id   = azurerm_cognitive_account.openai.id
#           version_upgrade_option = "NoAutoUpgrade"
#
#           model {
#             format  = "OpenAI"
#             name    = "gpt-4o"
#             version = "2024-11-20"
#           }
#
#           sku {
#             name = "Standard"
#           }
#         }
#       edits:
#         - {do: set, value: OnceCurrentVersionExpired, when: {path: version_upgrade_option}}
#   references:
#     - https://learn.microsoft.com/en-us/azure/ai-foundry/openai/how-to/working-with-models
package ai_governance.azure_openai_model_version

import data.lib.finding

# Left out, the option is OnceNewDefaultVersionAvailable.
deny contains finding.new(resource, ["version_upgrade_option"], "the deployment moves to each new default version by itself") if {
	some resource in input.resources
	not _held(resource.attributes)
}

deny contains finding.new(resource, ["model", index, "version"], "no model version is named: Azure picks its default at that time") if {
	some resource in input.resources
	some index, model in resource.attributes.model
	not _named(model)
}

_held(attributes) if attributes.version_upgrade_option in {"NoAutoUpgrade", "OnceCurrentVersionExpired"}

_named(model) if {
	is_string(model.version)
	model.version != ""
}
