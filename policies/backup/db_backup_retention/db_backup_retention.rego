# METADATA
# title: Database backups are kept long enough
# description: Automated backups let a database be restored to any moment of the last days; without them, only to what somebody saved.
# scope: package
# custom:
#   id: db-backup-retention
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_db_instance, aws_rds_cluster, aws_docdb_cluster, google_sql_database_instance, azurerm_mssql_database, azurerm_mysql_flexible_server, azurerm_postgresql_flexible_server]}
#   requires:
#     -  attributes.backup_retention_period
#     -  facets.given.replicate_source_db
#     -  facets.given.replication_source_identifier
#     - attributes.database_version
#     - attributes.settings[].backup_configuration[].backup_retention_settings[].retained_backups
#     - attributes.settings[].backup_configuration[].binary_log_enabled
#     - attributes.settings[].backup_configuration[].enabled
#     - attributes.settings[].backup_configuration[].point_in_time_recovery_enabled
#     - facets.given.master_instance_name
#     - attributes.backup_retention_days
#     - attributes.create_mode
#     - attributes.short_term_retention_policy[].retention_days
#   parameters: [backup_min_days]
#   remediation:
#     terraform:
#       text: Set backup_retention_period to the required number of days.
#       snippet: |
#         resource "aws_db_instance" "main" {
#           backup_retention_period = 14
#         }
#     google:
#       text: Switch on daily backups and the logs for point-in-time recovery (`binary_log_enabled` for MySQL), and keep as many backups as required.
#       snippet: |
#         resource "google_sql_database_instance" "main" {
#           database_version = "POSTGRES_17"
#           settings {
#             tier = "db-custom-2-7680"
#             backup_configuration {
#               enabled                        = true
#               point_in_time_recovery_enabled = true
#               backup_retention_settings {
#                 retained_backups = 14
#               }
#             }
#           }
#         }
#     azurerm:
#       text: Set `backup_retention_days` of a flexible server, or `retention_days` of the short-term policy of an Azure SQL database, to the required number of days.
#       snippet: |
#         resource "azurerm_mysql_flexible_server" "main" {
#           backup_retention_days = 14
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html
#     - https://cloud.google.com/sql/docs/postgres/backup-recovery/backups
#     - https://learn.microsoft.com/en-us/azure/mysql/flexible-server/concepts-backup-restore
#     - https://learn.microsoft.com/en-us/azure/azure-sql/database/automated-backups-overview
package backup.db_backup_retention

import data.lib.finding

deny contains finding.new(resource, ["backup_retention_period"], message) if {
	some resource in input.resources
	not resource.type == "google_sql_database_instance"
	not _of_azure(resource)
	not _kept(resource, data.parameters.backup_min_days)
	message := _message(resource, data.parameters.backup_min_days)
}

_message(resource, required) := $"backups are kept for {days} days, fewer than the required {required}" if {
	days := resource.attributes.backup_retention_period
	is_number(days)
} else := "no backup retention is set, and the default is at most one day"

_kept(resource, required) if {
	is_number(resource.attributes.backup_retention_period)
	resource.attributes.backup_retention_period >= required
}

exempt contains finding.exempt(resource, "a replica is restored from its source") if {
	some resource in input.resources
	resource.facets.given.replicate_source_db
}

exempt contains finding.exempt(resource, "a replica is restored from its source") if {
	some resource in input.resources
	resource.facets.given.replication_source_identifier
}

deny contains finding.new(resource, ["settings", 0, "backup_configuration"], message) if {
	some resource in input.resources
	resource.type == "google_sql_database_instance"
	not _backed_up(resource)
	message := "no daily backups are made"
}

deny contains finding.new(resource, ["settings", 0, "backup_configuration"], message) if {
	some resource in input.resources
	resource.type == "google_sql_database_instance"
	_backed_up(resource)
	not _logged(resource)
	message := "changes since the last daily backup cannot be restored: no logs for point-in-time recovery are kept"
}

deny contains finding.new(resource, ["settings", 0, "backup_configuration"], message) if {
	some resource in input.resources
	resource.type == "google_sql_database_instance"
	_backed_up(resource)
	kept := _backups(resource)
	kept < data.parameters.backup_min_days
	message := $"{kept} daily backups are kept, fewer than the required {data.parameters.backup_min_days}"
}

# Backups and logs are off unless switched on (provider documentation).
_backed_up(resource) if {
	some settings in resource.attributes.settings
	some backups in settings.backup_configuration
	backups.enabled == true
}

_logged(resource) if {
	some settings in resource.attributes.settings
	some backups in settings.backup_configuration
	_switch(resource.attributes, backups) == true
}

_switch(attributes, backups) := backups.binary_log_enabled if startswith(attributes.database_version, "MYSQL")

_switch(attributes, backups) := backups.point_in_time_recovery_enabled if {
	not startswith(attributes.database_version, "MYSQL")
}

# One a day; seven are kept where nothing is said, fifteen in the edition Enterprise Plus.
_backups(resource) := min([stated |
	some settings in resource.attributes.settings
	some backups in settings.backup_configuration
	stated := _retained(backups)
])

_retained(backups) := backups.backup_retention_settings[0].retained_backups if {
	is_number(backups.backup_retention_settings[0].retained_backups)
} else := 7

exempt contains finding.exempt(resource, "a replica is restored from its source") if {
	some resource in input.resources
	resource.facets.given.master_instance_name
}

_of_azure(resource) if startswith(resource.type, "azurerm_")

deny contains finding.new(resource, [_azure_argument(resource)], message) if {
	some resource in input.resources
	days := _azure_days(resource)
	days < data.parameters.backup_min_days
	message := $"backups are kept for {days} days, fewer than the required {data.parameters.backup_min_days}"
}

_azure_argument(resource) := "short_term_retention_policy" if {
	resource.type == "azurerm_mssql_database"
} else := "backup_retention_days"

# Azure keeps backups for 7 days where nothing is said.
_azure_days(resource) := resource.attributes.backup_retention_days if {
	endswith(resource.type, "_flexible_server")
	is_number(resource.attributes.backup_retention_days)
} else := resource.attributes.short_term_retention_policy[0].retention_days if {
	resource.type == "azurerm_mssql_database"
	is_number(resource.attributes.short_term_retention_policy[0].retention_days)
} else := 7 if _of_azure(resource)

exempt contains finding.exempt(resource, "a replica is restored from its source") if {
	some resource in input.resources
	_of_azure(resource)
	resource.attributes.create_mode in {"Replica", "Secondary", "OnlineSecondary"}
}
