# METADATA
# title: Stores of audit records keep them as long as they must
# description: CloudTrail Lake and AWS Config delete records when their period ends; it must not be shorter than the required one.
# scope: package
# custom:
#   id: audit-store-retention
#   severity: medium
#   origins: [terraform]
#   selector: {types: [aws_cloudtrail_event_data_store, aws_config_retention_configuration]}
#   requires:
#     - attributes.retention_period
#     - attributes.retention_period_in_days
#     - attributes.termination_protection_enabled
#   parameters: [retention_days]
#   remediation:
#     terraform:
#       text: Set the period to the required number of days, and leave the termination protection of event data stores on.
#       snippet: |
#         resource "aws_cloudtrail_event_data_store" "main" {
#           name                           = "main"
#           retention_period               = 2555
#           termination_protection_enabled = true
#         }
#
#         resource "aws_config_retention_configuration" "main" {
#           retention_period_in_days = 2557
#         }
#       edits:
#         - {do: set, value: true, when: {path: termination_protection_enabled}}
#   references:
#     - https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-lake.html
#     - https://docs.aws.amazon.com/config/latest/developerguide/delete-config-data-with-retention-period.html
package retention.audit_store_retention

import data.lib.finding

deny contains finding.new(resource, ["retention_period"], message) if {
	some resource in input.resources
	resource.type == "aws_cloudtrail_event_data_store"
	days := _lake_days(resource.attributes)
	not _kept(days, data.parameters.retention_days)
	message := $"events are deleted after {days} days, before the required {data.parameters.retention_days}"
}

deny contains finding.new(resource, ["termination_protection_enabled"], "the store can be deleted at once") if {
	some resource in input.resources
	resource.attributes.termination_protection_enabled == false
}

deny contains finding.new(resource, ["retention_period_in_days"], message) if {
	some resource in input.resources
	resource.type == "aws_config_retention_configuration"
	days := resource.attributes.retention_period_in_days
	not _kept(days, data.parameters.retention_days)
	message := $"configuration history is deleted after {days} days, before the required {data.parameters.retention_days}"
}

# Unless stated, CloudTrail Lake keeps events for 2555 days (documentation of the provider).
_lake_days(attributes) := days if {
	days := attributes.retention_period
	is_number(days)
} else := 2555

_kept(days, required) if {
	is_number(days)
	days >= required
}
