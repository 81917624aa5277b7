# METADATA
# title: Configuration changes of all resource types are recorded
# description: AWS Config shows what changed, when and by whom, for the types its recorder covers and while it is switched on.
# scope: package
# custom:
#   id: config-recorder-all
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [scope/plan, scope/aws, aws_config_configuration_recorder]}
#   requires:
#     - facets.plan_contents.types
#     - facets.config_recorder.records
#     - facets.config_recorder.excluded[]
#     - facets.config_recorder.enabled
#     - facets.config_recorder.delivered
#   parameters: [config_excluded]
#   presence: true
#   remediation:
#     terraform:
#       text: Record all supported types, switch the recorder on with a status resource, and give it a delivery channel.
#       snippet: |
#         resource "aws_config_configuration_recorder" "main" {
#           role_arn = aws_iam_role.config.arn
#           recording_group {
#             all_supported                 = true
#             include_global_resource_types = true
#           }
#         }
#
#         resource "aws_config_delivery_channel" "main" {
#           s3_bucket_name = aws_s3_bucket.config.id
#         }
#
#         resource "aws_config_configuration_recorder_status" "main" {
#           name       = aws_config_configuration_recorder.main.name
#           is_enabled = true
#         }
#   references:
#     - https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html
package audit.config_recorder_all

import data.lib.finding
import data.lib.plan

deny contains finding.new(resource, [], "no AWS Config recorder records changes") if {
	some resource in input.resources
	plan.lacks(resource, "aws_config_configuration_recorder")
}

deny contains finding.new(resource, ["recording_group"], "only selected resource types are recorded") if {
	some resource in input.resources
	_is_recorder(resource)
	not _records_most(resource)
}

deny contains finding.new(resource, ["recording_group"], $"resource type {type} is not recorded") if {
	some resource in input.resources
	some type in resource.facets.config_recorder.excluded
	not type in data.parameters.config_excluded
}

deny contains finding.new(resource, [], "nothing switches the recorder on") if {
	some resource in input.resources
	_is_recorder(resource)
	not resource.facets.config_recorder.enabled
}

deny contains finding.new(resource, [], "there is no delivery channel for the records") if {
	some resource in input.resources
	_is_recorder(resource)
	not resource.facets.config_recorder.delivered
}

exempt contains finding.exempt(resource, "there is a recorder, which is judged itself, or nothing of AWS") if {
	some resource in input.resources
	plan.is_whole(resource)
	not plan.lacks(resource, "aws_config_configuration_recorder")
}

_records_most(resource) if resource.facets.config_recorder.records in {"all", "all-except"}

_is_recorder(resource) if resource.type == "aws_config_configuration_recorder"
