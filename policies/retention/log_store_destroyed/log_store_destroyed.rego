# METADATA
# title: No plan destroys stored logs
# description: Records that have to be kept for years are gone with the log group or bucket they lie in; a new one of the same name starts empty.
# scope: package
# custom:
#   id: log-store-destroyed
#   severity: high
#   origins: [terraform]
#   selector:
#     types: [aws_cloudwatch_log_group, aws_s3_bucket, google_logging_project_bucket_config]
#     with: [destruction]
#     change: delete
#   requires:
#     - facets.destruction.action
#     - facets.destruction.audit_writers
#     - facets.destruction.content
#     - facets.destruction.name
#   parameters: [audit_log_prefixes]
#   remediation:
#     terraform:
#       text: Keep the store and forbid its destruction; rename or move its resource with a moved block. Where it has to leave the configuration, let its records outlast it with skip_destroy or a removed block.
#       snippet: |
#         resource "aws_cloudwatch_log_group" "trail" {
#           name              = "/aws/cloudtrail/main"
#           retention_in_days = 2557
#           skip_destroy      = true
#
#           lifecycle {
#             prevent_destroy = true
#           }
#         }
#     google:
#       text: Keep the log bucket and forbid its destruction, or lock it, so that nobody can delete it before its records expire.
#       snippet: |
#         resource "google_logging_project_bucket_config" "audit" {
#           project        = "example-project"
#           location       = "global"
#           bucket_id      = "audit"
#           retention_days = 2557
#           locked         = true
#
#           lifecycle {
#             prevent_destroy = true
#           }
#         }
#   references:
#     - https://cloud.google.com/logging/docs/buckets
#     - https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-bucket.html
#     - https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle
package retention.log_store_destroyed

import data.lib.destruction
import data.lib.finding
import data.lib.tags

deny contains finding.graded(resource, [], message, _severity(facet.content)) if {
	some resource in input.resources
	facet := resource.facets.destruction
	_audit(resource, data.parameters.audit_log_prefixes)
	not _kept(facet)
	message := $"the plan {destruction.verb(facet.action)} the {_what(resource.type)} that holds audit records{_guard(facet.content)}"
}

deny contains finding.graded(resource, [], message, "low") if {
	some resource in input.resources
	resource.type == "aws_cloudwatch_log_group"
	facet := resource.facets.destruction
	not _audit(resource, data.parameters.audit_log_prefixes)
	not _kept(facet)
	message := $"the plan {destruction.verb(facet.action)} the log group with all it holds"
}

exempt contains finding.exempt(resource, "nothing shows that it holds audit records") if {
	some resource in input.resources
	resource.type != "aws_cloudwatch_log_group"
	count(resource.facets.destruction.audit_writers) == 0
	not _tagged(resource.labels)
}

_kept(facet) if facet.content == "kept"

_audit(resource, _) if count(resource.facets.destruction.audit_writers) > 0

_audit(resource, _) if _tagged(resource.labels)

_audit(resource, prefixes) if {
	resource.type == "aws_cloudwatch_log_group"
	some prefix in prefixes
	startswith(resource.facets.destruction.name, prefix)
}

_tagged(labels) if {
	some value in tags.values(labels, "purpose")
	value in {"audit", "audit-log", "audit-logs"}
}

_what("aws_cloudwatch_log_group") := "log group"

_what("aws_s3_bucket") := "bucket"

_what("google_logging_project_bucket_config") := "log bucket"

_guard(content) := ", once it is emptied" if content == "guarded"

_guard(content) := "" if content != "guarded"

_severity(content) := "medium" if content == "guarded"

_severity(content) := "high" if content != "guarded"
