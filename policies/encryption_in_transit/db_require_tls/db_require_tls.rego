# METADATA
# title: Databases refuse connections without TLS
# description: Most engines accept clients that do not encrypt unless a parameter forbids it; queries, results and passwords are in clear then.
# scope: package
# custom:
#   id: db-require-tls
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_db_instance, aws_rds_cluster, aws_docdb_cluster, aws_redshift_cluster, aws_db_proxy, google_sql_database_instance, azurerm_mssql_server, azurerm_mysql_flexible_server, azurerm_postgresql_flexible_server], with: [database_tls]}
#   requires:
#     - facets.database_tls.required
#     - facets.database_tls.setting
#     - facets.database_tls.source
#     - facets.database_tls.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Set rds.force_ssl (PostgreSQL, SQL Server), require_secure_transport (MySQL, MariaDB), require_ssl (Redshift) or tls (DocumentDB) in the parameter group; on a proxy, require_tls.
#       snippet: |
#         resource "aws_db_parameter_group" "main" {
#           family = "postgres14"
#           parameter {
#             name  = "rds.force_ssl"
#             value = "1"
#           }
#         }
#       edits:
#         - {do: set, value: true, when: {path: require_tls, type: aws_db_proxy}}
#     google:
#       text: Set ssl_mode to ENCRYPTED_ONLY, or to TRUSTED_CLIENT_CERTIFICATE_REQUIRED where clients have certificates.
#       snippet: |
#         resource "google_sql_database_instance" "records" {
#           name             = "records"
#           region           = "europe-west3"
#           database_version = "POSTGRES_17"
#
#           settings {
#             tier = "db-custom-2-8192"
#
#             ip_configuration {
#               ssl_mode = "ENCRYPTED_ONLY"
#             }
#           }
#         }
#       edits:
#         - {do: set, value: ENCRYPTED_ONLY, when: {path: "settings[].ip_configuration[].ssl_mode"}}
#     azurerm:
#       text: Leave `require_secure_transport` on, as it is by default; on Azure SQL ask for TLS 1.2 at least.
#       snippet: |
#         resource "azurerm_postgresql_flexible_server_configuration" "tls" {
#           name      = "require_secure_transport"
#           server_id = azurerm_postgresql_flexible_server.main.id
#           value     = "on"
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
#     - https://docs.aws.amazon.com/redshift/latest/mgmt/connecting-ssl-support.html
#     - https://docs.aws.amazon.com/documentdb/latest/developerguide/security.encryption.ssl.html
#     - https://docs.cloud.google.com/sql/docs/postgres/configure-ssl-instance
#     - https://learn.microsoft.com/en-us/azure/postgresql/flexible-server/concepts-networking-ssl-tls
#     - https://learn.microsoft.com/en-us/azure/mysql/flexible-server/security-tls
#     - https://learn.microsoft.com/en-us/azure/azure-sql/database/connectivity-settings
package encryption_in_transit.db_require_tls

import data.lib.finding

deny contains finding.new(resource, resource.facets.database_tls.path, _message(resource.facets.database_tls)) if {
	some resource in input.resources
	not resource.facets.database_tls.required
}

_message(facet) := $"{facet.setting} is not set, and by default clients may connect without TLS" if {
	facet.source == "default"
} else := $"{facet.setting} does not demand TLS of clients"
