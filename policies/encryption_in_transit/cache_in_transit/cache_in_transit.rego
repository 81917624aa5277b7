# METADATA
# title: Caches accept encrypted connections only
# description: Sessions, tokens and copies of records travel between an application and its cache; without TLS they and the password are in clear.
# scope: package
# custom:
#   id: cache-in-transit
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_elasticache_replication_group, aws_memorydb_cluster, google_memorystore_instance, google_redis_cluster, google_redis_instance, azurerm_redis_cache], with: [cache_tls]}
#   requires:
#     - facets.cache_tls.connections
#     - facets.cache_tls.path
#     - facets.cache_tls.source
#   parameters: []
#   remediation:
#     terraform:
#       text: Switch transit encryption on and let the clients connect with TLS. On a group in use go through the mode "preferred" first, then change it to "required".
#       snippet: |
#         resource "aws_elasticache_replication_group" "sessions" {
#           replication_group_id       = "sessions"
#           description                = "sessions"
#           transit_encryption_enabled = true
#           transit_encryption_mode    = "required"
#         }
#       edits:
#         - {do: set, value: true, when: {path: transit_encryption_enabled, creating: true}}
#         - {do: set, value: required, when: {path: transit_encryption_mode, creating: true}}
#         - {do: set, value: true, when: {path: tls_enabled, creating: true}}
#     google:
#       text: Switch TLS on when the cache is made; it cannot be changed later.
#       snippet: |
#         resource "google_redis_instance" "sessions" {
#           name                    = "sessions"
#           memory_size_gb          = 1
#           transit_encryption_mode = "SERVER_AUTHENTICATION"
#         }
#       edits:
#         - {do: set, value: SERVER_AUTHENTICATION, when: {path: transit_encryption_mode, creating: true}}
#     azurerm:
#       text: Leave the port without TLS closed, and let clients connect to port 6380.
#       snippet: |
#         resource "azurerm_redis_cache" "sessions" {
#           name                 = "example-sessions"
#           resource_group_name  = azurerm_resource_group.main.name
#           location             = azurerm_resource_group.main.location
#           capacity             = 1
#           family               = "C"
#           sku_name             = "Standard"
#           non_ssl_port_enabled = false
#         }
#       edits:
#         - {do: set, value: false, when: {path: non_ssl_port_enabled}}
#   references:
#     - https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html
#     - https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
#     - https://docs.aws.amazon.com/memorydb/latest/devguide/in-transit-encryption.html
#     - https://docs.cloud.google.com/memorystore/docs/redis/about-in-transit-encryption
#     - https://learn.microsoft.com/en-us/azure/azure-cache-for-redis/cache-configure
package encryption_in_transit.cache_in_transit

import data.lib.finding

deny contains finding.new(resource, resource.facets.cache_tls.path, _message(resource.facets.cache_tls)) if {
	some resource in input.resources
	not resource.facets.cache_tls.connections == "encrypted"
}

_message(facet) := "clients may connect without TLS as well as with it" if {
	facet.connections == "either"
} else := "nothing switches TLS on, and it is off by default" if {
	facet.source == "default"
} else := "connections are not encrypted"
