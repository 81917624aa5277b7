# METADATA
# title: Data stores have no public address
# description: A data store with a public address can be attacked by anyone; inside a VPC only what routes there can reach it.
# scope: package
# custom:
#   id: datastore-not-public
#   severity: critical
#   origins: [terraform, aws]
#   selector: {types: [aws_db_instance, aws_rds_cluster_instance, aws_redshift_cluster, aws_msk_cluster, aws_opensearch_domain, google_sql_database_instance, azurerm_mssql_server, azurerm_mysql_flexible_server, azurerm_postgresql_flexible_server]}
#   requires:
#     -  attributes.broker_node_group_info[].connectivity_info[].public_access[].type
#     -  attributes.publicly_accessible
#     -  facets.given.vpc_options
#     - attributes.settings[].ip_configuration[].authorized_networks[].value
#     - attributes.settings[].ip_configuration[].ipv4_enabled
#     - facets.public_network.access
#     - facets.public_network.path
#   parameters: [fw_max_public_prefix]
#   remediation:
#     terraform:
#       text: Place the data store in private subnets and switch public access off.
#       snippet: |
#         resource "aws_db_instance" "main" {
#           publicly_accessible  = false
#           db_subnet_group_name = aws_db_subnet_group.private.name
#         }
#       edits:
#         - {do: set, value: false, when: {path: publicly_accessible, type: aws_db_instance}}
#         - {do: set, value: false, when: {path: publicly_accessible, type: aws_rds_cluster_instance}}
#         - {do: set, value: false, when: {path: publicly_accessible, type: aws_redshift_cluster}}
#     google:
#       text: Switch the public address off and connect over a private network.
#       snippet: |
#         resource "google_sql_database_instance" "main" {
#           database_version = "POSTGRES_17"
#           settings {
#             tier = "db-custom-2-7680"
#             ip_configuration {
#               ipv4_enabled    = false
#               private_network = google_compute_network.main.id
#             }
#           }
#         }
#     azurerm:
#       text: Place a flexible server in a subnet; switch public access of an Azure SQL server off and reach it through a private endpoint.
#       snippet: |
#         resource "azurerm_mssql_server" "main" {
#           name                          = "example-main"
#           resource_group_name           = azurerm_resource_group.main.name
#           location                      = azurerm_resource_group.main.location
#           version                       = "12.0"
#           public_network_access_enabled = false
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html
#     - https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html
#     - https://docs.aws.amazon.com/msk/latest/developerguide/public-access.html
#     - https://cloud.google.com/sql/docs/postgres/configure-ip
#     - https://learn.microsoft.com/en-us/azure/azure-sql/database/connectivity-settings
#     - https://learn.microsoft.com/en-us/azure/postgresql/flexible-server/concepts-networking-private
package network.datastore_not_public

import data.lib.finding

deny contains finding.new(resource, ["publicly_accessible"], message) if {
	some resource in input.resources
	resource.attributes.publicly_accessible == true
	message := "the data store has a public address"
}

deny contains finding.new(resource, ["broker_node_group_info"], message) if {
	some resource in input.resources
	some brokers in resource.attributes.broker_node_group_info
	some connectivity in brokers.connectivity_info
	some access in connectivity.public_access
	access.type == "SERVICE_PROVIDED_EIPS"
	message := "the brokers have public addresses"
}

deny contains finding.new(resource, ["vpc_options"], message) if {
	some resource in input.resources
	resource.type == "aws_opensearch_domain"
	resource.facets.given.vpc_options == false
	message := "the domain has a public endpoint: it is not placed in a VPC"
}

undecided contains finding.undecided(resource, reason) if {
	some resource in input.resources
	resource.type == "aws_rds_cluster_instance"
	object.get(resource.attributes, "publicly_accessible", null) == null
	reason := "publicly_accessible is not set: the subnet group decides"
}

deny contains finding.new(resource, ["settings", 0, "ip_configuration", 0, "authorized_networks"], message) if {
	some resource in input.resources
	some range in _admitted(resource, data.parameters.fw_max_public_prefix)
	message := $"the database has a public address and admits {range}"
}

# Without authorised networks only connectors get through, which ask for an identity; with some, those ranges.
deny contains finding.graded(resource, ["settings", 0, "ip_configuration"], message, "medium") if {
	some resource in input.resources
	resource.type == "google_sql_database_instance"
	some settings in resource.attributes.settings
	not _private(settings)
	count(_admitted(resource, data.parameters.fw_max_public_prefix)) == 0
	message := "the database has a public address"
}

undecided contains finding.undecided(resource, "settings are not given: those of the source hold") if {
	some resource in input.resources
	resource.type == "google_sql_database_instance"
	count(object.get(resource.attributes, "settings", [])) == 0
}

# Ranges as wide as the internet that may connect to an instance with a public address.
_admitted(resource, prefix) := {network.value |
	some settings in resource.attributes.settings
	not _private(settings)
	some ip in settings.ip_configuration
	some network in ip.authorized_networks
	to_number(split(network.value, "/")[1]) < prefix
}

# Public unless stated (provider documentation).
_private(settings) if {
	some ip in settings.ip_configuration
	ip.ipv4_enabled == false
}

deny contains finding.new(resource, resource.facets.public_network.path, message) if {
	some resource in input.resources
	resource.facets.public_network.access == "world"
	message := "the database has a public address, and its firewall lets in the internet or all of Azure"
}

# The firewall of a server lets nobody in until a rule lists addresses.
deny contains finding.graded(resource, resource.facets.public_network.path, message, "medium") if {
	some resource in input.resources
	resource.facets.public_network.access == "listed"
	message := "the database has a public address; only its firewall keeps others out"
}
