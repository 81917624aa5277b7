# METADATA
# title: Azure services are not open to every network
# description: Storage accounts, vaults, registries and search services answer the whole internet unless told otherwise; a leaked key is all that is needed then.
# scope: package
# custom:
#   id: azure-paas-public-network
#   severity: high
#   origins: [terraform]
#   selector: {types: [azurerm_container_registry, azurerm_cosmosdb_account, azurerm_key_vault, azurerm_search_service, azurerm_storage_account], with: [public_network]}
#   requires:
#     - facets.public_network.access
#     - facets.public_network.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Switch public access off and reach the service through a private endpoint; where that cannot be, deny by default and list your own addresses and subnets.
#       snippet: |
#         resource "azurerm_key_vault" "main" {
#           name                          = "example-vault"
#           resource_group_name           = azurerm_resource_group.main.name
#           location                      = azurerm_resource_group.main.location
#           tenant_id                     = data.azurerm_client_config.current.tenant_id
#           sku_name                      = "standard"
#           public_network_access_enabled = false
#         }
#   references:
#     - https://learn.microsoft.com/en-us/azure/storage/common/storage-network-security
#     - https://learn.microsoft.com/en-us/azure/key-vault/general/network-security
#     - https://learn.microsoft.com/en-us/azure/cosmos-db/how-to-configure-firewall
package network.azure_paas_public_network

import data.lib.finding

deny contains finding.new(resource, resource.facets.public_network.path, "every network reaches the service: neither is public access off nor do rules deny by default") if {
	some resource in input.resources
	not _closed(resource)
}

_closed(resource) if resource.facets.public_network.access in {"none", "listed"}
