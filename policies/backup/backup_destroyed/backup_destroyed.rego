# METADATA
# title: No plan destroys backups or ends their making
# description: Whoever wants data gone for good destroys its backups first; a plan that does so by mistake is noticed on the day they are needed.
# scope: package
# custom:
#   id: backup-destroyed
#   severity: high
#   origins: [terraform]
#   selector:
#     types:
#       - aws_backup_plan
#       - aws_backup_selection
#       - aws_backup_vault
#       - aws_db_snapshot
#       - aws_db_cluster_snapshot
#       - aws_ebs_snapshot
#     with: [destruction]
#     change: delete
#   requires:
#     - facets.destruction.action
#     - facets.destruction.active
#     - facets.destruction.content
#     - facets.destruction.judged_on
#     - facets.destruction.served_goes
#     - facets.destruction.successor
#   parameters: []
#   remediation:
#     terraform:
#       text: Keep plans, selections and vaults in the configuration and forbid their destruction; lock vaults, so that nobody can. A snapshot that has served its time is better left to a retention period than to a plan.
#       snippet: |
#         resource "aws_backup_vault" "main" {
#           name = "main"
#
#           lifecycle {
#             prevent_destroy = true
#           }
#         }
#
#         resource "aws_backup_vault_lock_configuration" "main" {
#           backup_vault_name  = aws_backup_vault.main.name
#           min_retention_days = 35
#         }
#   references:
#     - https://docs.aws.amazon.com/aws-backup/latest/devguide/deleting-a-backup-plan.html
#     - https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
#     - https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle
package backup.backup_destroyed

import data.lib.destruction
import data.lib.finding

deny contains finding.graded(resource, [], message, _severity(resource.type, facet.content)) if {
	some resource in input.resources
	facet := resource.facets.destruction
	not destruction.made_up_for(facet)
	message := $"the plan {destruction.verb(facet.action)} the {_what(resource.type, facet.content)}"
}

exempt contains finding.exempt(resource, reason) if {
	some resource in input.resources
	reason := destruction.reason(resource.facets.destruction)
}

_what("aws_backup_plan", _) := "backup plan, and nothing in it backs the same up"

_what("aws_backup_selection", _) := "selection of what is backed up, and no other one in it selects the same"

_what("aws_backup_vault", "lost") := "backup vault with all recovery points"

_what("aws_backup_vault", "guarded") := "backup vault, once its recovery points are gone"

_what(type, _) := "snapshot, and no other one in it has the same source" if type in _SNAPSHOTS

# What is lost at once weighs more than what is not made any longer.
_severity("aws_backup_vault", content) := "high" if content == "lost"

_severity("aws_backup_vault", content) := "medium" if content != "lost"

_severity(type, _) := "medium" if type in _SNAPSHOTS

_severity(type, _) := "high" if type in {"aws_backup_plan", "aws_backup_selection"}

_SNAPSHOTS := {"aws_db_snapshot", "aws_db_cluster_snapshot", "aws_ebs_snapshot"}
