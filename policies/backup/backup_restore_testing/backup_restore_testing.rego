# METADATA
# title: Restores are tested on a schedule
# description: A backup nobody has ever restored may be one nobody can. The schedule shows that tests run, not that they succeed.
# scope: package
# custom:
#   id: backup-restore-testing
#   severity: low
#   origins: [terraform]
#   selector: {types: [scope/plan, aws_backup_restore_testing_plan]}
#   requires:
#     - facets.plan_contents.types
#     - facets.restore_testing.selections
#   parameters: []
#   presence: true
#   remediation:
#     terraform:
#       text: Make a plan for restore tests, and select the kinds of resources it restores.
#       snippet: |
#         resource "aws_backup_restore_testing_plan" "weekly" {
#           name                = "weekly"
#           schedule_expression = "cron(0 5 ? * 1 *)"
#           recovery_point_selection {
#             algorithm            = "LATEST_WITHIN_WINDOW"
#             include_vaults       = ["*"]
#             recovery_point_types = ["SNAPSHOT"]
#           }
#         }
#         resource "aws_backup_restore_testing_selection" "databases" {
#           name                      = "databases"
#           restore_testing_plan_name = aws_backup_restore_testing_plan.weekly.name
#           protected_resource_type   = "RDS"
#           protected_resource_arns   = ["*"]
#           iam_role_arn              = aws_iam_role.restore.arn
#         }
#   references:
#     - https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html
package backup.backup_restore_testing

import data.lib.finding
import data.lib.plan

deny contains finding.new(resource, [], "backups are made, and nothing tests whether they can be restored") if {
	some resource in input.resources
	plan.lacks(resource, "aws_backup_restore_testing_plan")
}

deny contains finding.new(resource, [], "the plan selects nothing to restore") if {
	some resource in input.resources
	resource.type == "aws_backup_restore_testing_plan"
	not _selects(resource)
}

_selects(resource) if resource.facets.restore_testing.selections > 0

exempt contains finding.exempt(resource, "the plan for restore tests is judged itself, or AWS Backup is not used") if {
	some resource in input.resources
	plan.is_whole(resource)
	not _untested(resource)
}

_untested(resource) if {
	plan.lacks(resource, "aws_backup_restore_testing_plan")
	"aws_backup_plan" in resource.facets.plan_contents.types
}
