# METADATA
# title: Database backups are kept long enough
# description: Automated backups let a database be restored to any moment of the last days; without them, only to what somebody saved.
# scope: package
# custom:
#   id: db-backup-retention
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_db_instance, aws_rds_cluster, aws_docdb_cluster]}
#   requires:
#     - attributes.backup_retention_period
#     - facets.given.replicate_source_db
#     - facets.given.replication_source_identifier
#   parameters: [backup_min_days]
#   remediation:
#     terraform:
#       text: Set backup_retention_period to the required number of days.
#       snippet: |
#         resource "aws_db_instance" "main" {
#           backup_retention_period = 14
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html
package backup.db_backup_retention

import data.lib.finding

deny contains finding.new(resource, ["backup_retention_period"], message) if {
	some resource in input.resources
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
