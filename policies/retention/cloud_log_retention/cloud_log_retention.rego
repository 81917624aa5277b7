# METADATA
# title: Log buckets keep audit logs as long as they must be kept
# description: Cloud Logging deletes records after 30 days unless told otherwise. Audit records have to last for the required time, and nobody should be able to shorten it.
# scope: package
# custom:
#   id: cloud-log-retention
#   severity: medium
#   origins: [terraform]
#   selector: {types: [google_logging_billing_account_bucket_config, google_logging_folder_bucket_config, google_logging_organization_bucket_config, google_logging_project_bucket_config], with: [log_retention]}
#   requires:
#     - attributes.locked
#     - facets.log_retention.audit_writers[]
#     - facets.log_retention.days
#     - facets.log_retention.name
#   parameters: [retention_days, retention_ops_days, audit_purposes]
#   remediation:
#     terraform:
#       text: Set retention_days to the required number and lock the bucket that holds audit logs; a lock cannot be undone.
#       snippet: |
#         resource "google_logging_project_bucket_config" "audit" {
#           project        = "example-project"
#           location       = "europe-west3"
#           bucket_id      = "audit"
#           retention_days = 2555
#           locked         = true
#         }
#   references:
#     - https://docs.cloud.google.com/logging/docs/buckets#custom-retention
#     - https://docs.cloud.google.com/logging/docs/buckets#locking-logs-buckets
package retention.cloud_log_retention

import data.lib.finding

deny contains finding.new(resource, ["retention_days"], message) if {
	some resource in input.resources
	facet := resource.facets.log_retention
	_audit(facet, data.parameters.audit_purposes)
	not _kept(facet, data.parameters.retention_days)
	message := $"audit records are deleted after {facet.days} days, before the required {data.parameters.retention_days}"
}

deny contains finding.graded(resource, ["locked"], "the retention of audit records is not locked, so that administrators can shorten it", "low") if {
	some resource in input.resources
	resource.type == "google_logging_project_bucket_config"
	_audit(resource.facets.log_retention, data.parameters.audit_purposes)
	not resource.attributes.locked == true
}

deny contains finding.new(resource, ["retention_days"], message) if {
	some resource in input.resources
	facet := resource.facets.log_retention
	not _audit(facet, data.parameters.audit_purposes)
	not _kept(facet, data.parameters.retention_ops_days)
	message := $"records are deleted after {facet.days} days, before the required {data.parameters.retention_ops_days}"
}

exempt contains finding.exempt(resource, "Google fixes its period at 400 days") if {
	some resource in input.resources
	resource.facets.log_retention.name == "_Required"
}

_audit(facet, _) if count(facet.audit_writers) > 0

_audit(facet, purposes) if lower(facet.name) in purposes

_kept(facet, required) if facet.days >= required
