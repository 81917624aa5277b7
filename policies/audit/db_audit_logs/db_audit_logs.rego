# METADATA
# title: Databases record who did what
# description: An audit log shows who read or changed which data; without one a breach of a database leaves no trace in it.
# scope: package
# custom:
#   id: db-audit-logs
#   severity: medium
#   origins: [terraform]
#   selector: {types: [aws_db_instance, aws_rds_cluster, aws_redshift_cluster, aws_opensearch_domain, google_sql_database_instance, azurerm_mssql_server], with: [database_audit]}
#   requires:
#     - facets.database_audit.gap
#     - facets.database_audit.path
#     - facets.database_audit.recorded
#   parameters: []
#   remediation:
#     terraform:
#       text: Switch the engine's audit on and export its log - pgaudit for PostgreSQL, the audit plugin or server_audit_logging for MySQL and MariaDB, SQL Server Audit, logging for Redshift, AUDIT_LOGS for OpenSearch.
#       snippet: |
#         resource "aws_db_parameter_group" "audited" {
#           name   = "audited"
#           family = "postgres16"
#           parameter {
#             name         = "shared_preload_libraries"
#             value        = "pgaudit"
#             apply_method = "pending-reboot"
#           }
#           parameter {
#             name  = "pgaudit.log"
#             value = "ddl,role,write"
#           }
#         }
#
#         resource "aws_db_instance" "main" {
#           engine                          = "postgres"
#           parameter_group_name            = aws_db_parameter_group.audited.name
#           enabled_cloudwatch_logs_exports = ["postgresql"]
#         }
#     google:
#       text: Switch the audit of the engine on by its flags - cloudsql.enable_pgaudit with pgaudit.log, or cloudsql_mysql_audit - and for SQL Server name a bucket for audit files.
#       snippet: |
#         resource "google_sql_database_instance" "records" {
#           name             = "records"
#           region           = "europe-west3"
#           database_version = "POSTGRES_17"
#
#           settings {
#             tier = "db-custom-2-8192"
#
#             database_flags {
#               name  = "cloudsql.enable_pgaudit"
#               value = "on"
#             }
#             database_flags {
#               name  = "pgaudit.log"
#               value = "all"
#             }
#           }
#         }
#     azurerm:
#       text: Give the server an auditing policy that writes to a storage account or, through Azure Monitor, to a workspace.
#       snippet: |
#         resource "azurerm_mssql_server_extended_auditing_policy" "main" {
#           server_id              = azurerm_mssql_server.main.id
#           log_monitoring_enabled = true
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.html
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.pgaudit.html
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.MySQL.Options.AuditPlugin.html
#     - https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Auditing.html
#     - https://docs.aws.amazon.com/redshift/latest/mgmt/db-auditing.html
#     - https://docs.aws.amazon.com/opensearch-service/latest/developerguide/audit-logs.html
#     - https://docs.cloud.google.com/sql/docs/postgres/pg-audit
#     - https://docs.cloud.google.com/sql/docs/mysql/db-audit
#     - https://docs.cloud.google.com/sql/docs/sqlserver/db-audit
#     - https://learn.microsoft.com/en-us/azure/azure-sql/database/auditing-overview
package audit.db_audit_logs

import data.lib.finding

deny contains finding.new(resource, audit.path, audit.gap) if {
	some resource in input.resources
	audit := resource.facets.database_audit
	not audit.recorded in {"audit", "partial"}
}

deny contains finding.graded(resource, audit.path, audit.gap, "low") if {
	some resource in input.resources
	audit := resource.facets.database_audit
	audit.recorded == "partial"
}
