# METADATA
# title: Backup plans keep copies long enough
# description: Damage that is noticed after the last good copy has expired cannot be undone.
# scope: package
# custom:
#   id: backup-plan-retention
#   severity: medium
#   origins: [terraform]
#   selector: {types: [aws_backup_plan]}
#   requires:
#     - attributes.rule[].copy_action[].lifecycle[].delete_after
#     - attributes.rule[].lifecycle[].delete_after
#   parameters: [backup_plan_days]
#   remediation:
#     terraform:
#       text: Let at least one rule of the plan, or its copies, keep recovery points for the required number of days.
#       snippet: |
#         resource "aws_backup_plan" "main" {
#           name = "main"
#           rule {
#             rule_name         = "daily"
#             target_vault_name = aws_backup_vault.main.name
#             schedule          = "cron(0 3 * * ? *)"
#             lifecycle {
#               delete_after = 35
#             }
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html
package backup.backup_plan_retention

import data.lib.finding

deny contains finding.new(resource, ["rule"], message) if {
	some resource in input.resources
	not _kept(resource, data.parameters.backup_plan_days)
	message := _message(resource, data.parameters.backup_plan_days)
}

_message(resource, required) := $"recovery points are kept for {max(days)} days at most, fewer than the required {required}" if {
	days := {life.delete_after |
		some life in _lifecycles(resource)
		is_number(life.delete_after)
	}
	count(days) > 0
} else := "no rule of the plan keeps anything"

# A plan often takes many short-lived and few long-lived copies: the longest counts.
_kept(resource, required) if {
	some life in _lifecycles(resource)
	_long_enough(life, required)
}

_long_enough(life, required) if {
	is_number(life.delete_after)
	life.delete_after >= required
}

# Without a number of days recovery points never expire.
_long_enough(life, _) if is_null(life.delete_after)

_lifecycles(resource) := [life |
	some rule in resource.attributes.rule
	some holder in array.concat([rule], [copy | some copy in rule.copy_action])
	life := _lifecycle(holder)
]

_lifecycle(holder) := {"delete_after": object.get(holder.lifecycle[0], "delete_after", null)} if {
	count(holder.lifecycle) > 0
} else := {"delete_after": null}
