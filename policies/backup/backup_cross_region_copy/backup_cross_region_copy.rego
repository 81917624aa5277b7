# METADATA
# title: Backups are copied to another region
# description: Copies that lie where the data lies are lost with it when the region fails or the account is taken over there.
# scope: package
# custom:
#   id: backup-cross-region-copy
#   severity: medium
#   origins: [terraform]
#   selector: {types: [aws_backup_plan], with: [copy_destinations]}
#   requires:
#     - facets.copy_destinations[].elsewhere
#   parameters: []
#   remediation:
#     terraform:
#       text: Add a copy action with a vault of another region.
#       snippet: |
#         resource "aws_backup_plan" "main" {
#           name = "main"
#           rule {
#             rule_name         = "daily"
#             target_vault_name = aws_backup_vault.main.name
#             copy_action {
#               destination_vault_arn = aws_backup_vault.other_region.arn
#             }
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html
package backup.backup_cross_region_copy

import data.lib.environment
import data.lib.finding

deny contains finding.new(resource, ["rule"], message) if {
	some resource in input.resources
	not _away(resource)
	message := _message(resource.facets.copy_destinations)
}

_message(destinations) := "no rule copies its recovery points" if {
	count(destinations) == 0
} else := "all copies stay in the region of the plan"

_away(resource) if {
	some destination in resource.facets.copy_destinations
	destination.elsewhere == true
}

exempt contains finding.exempt(resource, "its tags name an environment other than production") if {
	some resource in input.resources
	environment.not_production(resource.labels)
}
