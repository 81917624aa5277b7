# METADATA
# title: Azure's AI services with classified data use a customer-managed key
# description: Fine-tuned models, training files and stored conversations lie in the account. A key of your own lets you decide, log and withdraw who can decrypt them.
# scope: package
# custom:
#   id: azure-openai-cmk
#   severity: medium
#   origins: [terraform]
#   selector: {types: [azurerm_ai_services, azurerm_cognitive_account], with: [encryption_at_rest]}
#   requires:
#     - facets.encryption_at_rest.encryption
#     - facets.encryption_at_rest.path
#   parameters: [cmk_scope, sensitive_classes]
#   remediation:
#     terraform:
#       text: Give the account an identity that may use a key of Key Vault, and name the key.
#       snippet: |
#         resource "azurerm_cognitive_account_customer_managed_key" "openai" {
#           cognitive_account_id = azurerm_cognitive_account.openai.id
#           key_vault_key_id     = azurerm_key_vault_key.openai.id
#         }
#   references:
#     - https://learn.microsoft.com/en-us/azure/ai-services/openai/encrypt-data-at-rest
package ai_governance.azure_openai_cmk

import data.lib.classification
import data.lib.encryption
import data.lib.finding

deny contains finding.new(resource, resource.facets.encryption_at_rest.path, message) if {
	some resource in input.resources
	not encryption.with_customer_key(resource)
	message := "no customer-managed key encrypts the account"
}

exempt contains finding.exempt(resource, "its tags do not classify its data as sensitive") if {
	some resource in input.resources
	data.parameters.cmk_scope != "all"
	not classification.one_of(resource.labels, data.parameters.sensitive_classes)
}
