# METADATA
# title: Backup vaults are locked
# description: Whoever takes over an account deletes the backups first. A lock makes the vault refuse that before the time is up.
# scope: package
# custom:
#   id: backup-vault-lock
#   severity: high
#   origins: [terraform]
#   selector: {types: [aws_backup_vault, google_backup_dr_backup_vault], with: [vault_lock]}
#   requires:
#     - facets.vault_lock.locked
#     - facets.vault_lock.min_days
#   parameters: [backup_lock_days]
#   remediation:
#     terraform:
#       text: Lock the vault with a least number of days; with changeable_for_days nobody can undo it after the grace period.
#       snippet: |
#         resource "aws_backup_vault_lock_configuration" "main" {
#           backup_vault_name   = aws_backup_vault.main.name
#           min_retention_days  = 14
#           changeable_for_days = 3
#         }
#     google:
#       text: Enforce a least retention of the required number of days; from `effective_time` on nobody can shorten it.
#       snippet: |
#         resource "google_backup_dr_backup_vault" "main" {
#           location                                   = "europe-west3"
#           backup_vault_id                            = "main"
#           backup_minimum_enforced_retention_duration = "1209600s"
#         }
#   references:
#     - https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
#     - https://cloud.google.com/backup-disaster-recovery/docs/concepts/backup-vault
package backup.backup_vault_lock

import data.lib.finding

deny contains finding.new(resource, [], message) if {
	some resource in input.resources
	not _locked(resource, data.parameters.backup_lock_days)
	message := _message(resource.facets.vault_lock, data.parameters.backup_lock_days)
}

_message(lock, required) := "no lock keeps recovery points from being deleted" if not lock.locked

else := $"the lock keeps recovery points for {days} days at least, fewer than the required {required}" if {
	days := lock.min_days
}

_locked(resource, required) if {
	resource.facets.vault_lock.locked == true
	resource.facets.vault_lock.min_days >= required
}
