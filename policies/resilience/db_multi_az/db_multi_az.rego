# METADATA
# title: Databases survive the loss of a zone
# description: A standby in another zone takes over within minutes; a single instance has to be rebuilt.
# scope: package
# custom:
#   id: db-multi-az
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_db_instance, aws_rds_cluster, google_sql_database_instance, azurerm_mssql_database, azurerm_mysql_flexible_server, azurerm_postgresql_flexible_server], with: [database_copies]}
#   requires:
#     - facets.database_copies.standby
#     - facets.database_copies.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Set multi_az to true; give an Aurora cluster a second instance.
#       snippet: |
#         resource "aws_db_instance" "main" {
#           multi_az = true
#         }
#       edits:
#         - {do: set, value: true, when: {path: multi_az}}
#     google:
#       text: Set availability_type to REGIONAL, which needs backups and their logs.
#       snippet: |
#         resource "google_sql_database_instance" "main" {
#           database_version = "POSTGRES_17"
#           settings {
#             tier              = "db-custom-2-7680"
#             availability_type = "REGIONAL"
#             backup_configuration {
#               enabled                        = true
#               point_in_time_recovery_enabled = true
#             }
#           }
#         }
#     azurerm:
#       text: Keep a standby of a flexible server in another zone; make a database of Azure SQL zone redundant.
#       snippet: |
#         resource "azurerm_postgresql_flexible_server" "main" {
#           high_availability {
#             mode = "ZoneRedundant"
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html
#     - https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html
#     - https://cloud.google.com/sql/docs/postgres/high-availability
#     - https://learn.microsoft.com/en-us/azure/reliability/reliability-postgresql-flexible-server
#     - https://learn.microsoft.com/en-us/azure/azure-sql/database/high-availability-sla-local-zone-redundancy
package resilience.db_multi_az

import data.lib.environment
import data.lib.finding

deny contains finding.new(resource, resource.facets.database_copies.path, "no second instance takes over when its zone fails") if {
	some resource in input.resources
	not resource.facets.database_copies.standby
}

exempt contains finding.exempt(resource, "its tags name an environment other than production") if {
	some resource in input.resources
	environment.not_production(resource.labels)
}
