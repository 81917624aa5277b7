# METADATA
# title: No plan ends the recording of activity
# description: From the moment a trail, a flow log or an export of audit logs is destroyed, what happens leaves no record, and what comes after is often why it was destroyed.
# scope: package
# custom:
#   id: audit-trail-destroyed
#   severity: high
#   origins: [terraform]
#   selector:
#     types:
#       - aws_cloudtrail
#       - aws_cloudtrail_event_data_store
#       - aws_flow_log
#       - aws_bedrock_model_invocation_logging_configuration
#       - google_logging_project_sink
#       - google_logging_organization_sink
#     with: [destruction]
#     change: delete
#   requires:
#     - facets.destruction.action
#     - facets.destruction.active
#     - facets.destruction.judged_on
#     - facets.destruction.served_goes
#     - facets.destruction.successor
#   parameters: []
#   remediation:
#     terraform:
#       text: Leave the resource in the configuration and forbid its destruction. Where another one takes over, create that in a plan of its own first, so that the records have no gap.
#       snippet: |
#         resource "aws_cloudtrail" "main" {
#           name                          = "main"
#           s3_bucket_name                = aws_s3_bucket.trail.id
#           is_multi_region_trail         = true
#           include_global_service_events = true
#
#           lifecycle {
#             prevent_destroy = true
#           }
#         }
#     google:
#       text: Leave the sink in the configuration and forbid its destruction. Where another one takes over, create that in a plan of its own first.
#       snippet: |
#         resource "google_logging_project_sink" "audit" {
#           name        = "audit"
#           project     = "example-project"
#           destination = "storage.googleapis.com/${google_storage_bucket.audit.name}"
#           filter      = "logName:cloudaudit.googleapis.com"
#
#           lifecycle {
#             prevent_destroy = true
#           }
#         }
#   references:
#     - https://cloud.google.com/logging/docs/export/configure_export_v2
#     - https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-delete-trails-console.html
#     - https://docs.aws.amazon.com/vpc/latest/userguide/working-with-flow-logs.html
#     - https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle
package audit.audit_trail_destroyed

import data.lib.destruction
import data.lib.finding

deny contains finding.graded(resource, [], message, _severity(resource.type)) if {
	some resource in input.resources
	facet := resource.facets.destruction
	not destruction.made_up_for(facet)
	message := $"the plan {destruction.verb(facet.action)} the {_what(resource.type)}"
}

exempt contains finding.exempt(resource, reason) if {
	some resource in input.resources
	reason := destruction.reason(resource.facets.destruction)
}

_what("aws_cloudtrail") := "trail, and no other trail in it records the same"

_what("aws_cloudtrail_event_data_store") := "event data store with the events it keeps"

_what("aws_flow_log") := "flow log, and no other one in it records the same traffic"

_what(type) := "export of logs, and no other one in it passes on the same" if startswith(type, "google_logging_")

_what("aws_bedrock_model_invocation_logging_configuration") := "logging of model invocations"

# As where there is none in the first place.
_severity(type) := "medium" if _is_minor(type)

_severity(type) := "high" if not _is_minor(type)

_is_minor("aws_flow_log")

_is_minor(type) if startswith(type, "google_logging_")
