# METADATA
# title: Clusters take no accounts of their own
# description: AKS hands out an administrator certificate beside Entra ID; it names nobody, passes by every sign-in rule and outlives the person who fetched it.
# scope: package
# custom:
#   id: cluster-local-accounts
#   severity: medium
#   origins: [terraform]
#   selector: {types: [azurerm_kubernetes_cluster]}
#   requires:
#     - attributes.local_account_disabled
#   parameters: []
#   remediation:
#     terraform:
#       text: Let people sign in with Entra ID, disable local accounts, and rotate the certificates of a cluster that had them.
#       snippet: |
#         resource "azurerm_kubernetes_cluster" "main" {
#           local_account_disabled = true
#
#           azure_active_directory_role_based_access_control {
#             azure_rbac_enabled = true
#             tenant_id          = data.azurerm_client_config.current.tenant_id
#           }
#         }
#   references:
#     - https://learn.microsoft.com/en-us/azure/aks/manage-local-accounts-managed-azure-ad
package access.cluster_local_accounts

import data.lib.finding

# Local accounts are on unless disabled.
deny contains finding.new(resource, ["local_account_disabled"], "local accounts are not disabled") if {
	some resource in input.resources
	not _disabled(resource.attributes)
}

_disabled(attributes) if attributes.local_account_disabled == true
