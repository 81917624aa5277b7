# METADATA
# title: Data stores are in a backup plan
# description: A backup plan protects what its selections pick; a store that none of them picks is found missing on the day it is needed.
# scope: package
# custom:
#   id: backup-plan-covers
#   severity: medium
#   origins: [terraform]
#   selector: {types: [scope/plan, aws_db_instance, aws_dynamodb_table, aws_ebs_volume, aws_efs_file_system, aws_rds_cluster], with: [backup_coverage]}
#   requires:
#     - facets.backup_coverage.covered
#   parameters: []
#   presence: true
#   remediation:
#     terraform:
#       text: Select data stores for a backup plan, best by a tag that every store carries.
#       snippet: |
#         resource "aws_backup_selection" "tagged" {
#           name         = "tagged"
#           plan_id      = aws_backup_plan.daily.id
#           iam_role_arn = aws_iam_role.backup.arn
#           selection_tag {
#             type  = "STRINGEQUALS"
#             key   = "backup"
#             value = "daily"
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html
package backup.backup_plan_covers

import data.lib.environment
import data.lib.finding

deny contains finding.new(resource, [], _message(resource)) if {
	some resource in input.resources
	not _covered(resource)
}

_covered(resource) if resource.facets.backup_coverage.covered == true

_message(resource) := "there are data stores, and nothing selects any for backup" if {
	resource.type == "scope/plan"
} else := "no backup plan selects the data store"

exempt contains finding.exempt(resource, "its tags name an environment other than production") if {
	some resource in input.resources
	resource.type != "scope/plan"
	environment.not_production(resource.labels)
}
