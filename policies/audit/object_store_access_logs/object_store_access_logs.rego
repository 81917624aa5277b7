# METADATA
# title: Requests to buckets are logged
# description: Without a log of requests nobody can tell who read or deleted an object.
# scope: package
# custom:
#   id: object-store-access-logs
#   severity: low
#   origins: [terraform]
#   selector: {types: [aws_s3_bucket, google_storage_bucket], with: [object_access_logs]}
#   requires:
#     - facets.object_access_logs.log_store
#     - facets.object_access_logs.logged
#     - facets.object_access_logs.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Send server access logs to a bucket kept for logs, or record data events of the bucket with a trail.
#       snippet: |
#         resource "aws_s3_bucket_logging" "records" {
#           bucket        = aws_s3_bucket.records.id
#           target_bucket = aws_s3_bucket.logs.id
#           target_prefix = "records/"
#         }
#     google:
#       text: Record Data Access audit logs of Cloud Storage for the project, or name a bucket for usage logs.
#       snippet: |
#         resource "google_project_iam_audit_config" "storage" {
#           project = "example-project"
#           service = "storage.googleapis.com"
#
#           audit_log_config {
#             log_type = "DATA_READ"
#           }
#           audit_log_config {
#             log_type = "DATA_WRITE"
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/logging-with-S3.html
#     - https://docs.cloud.google.com/storage/docs/audit-logging
#     - https://docs.cloud.google.com/storage/docs/access-logs
package audit.object_store_access_logs

import data.lib.finding
import data.lib.tags

deny contains finding.new(resource, logs.path, message) if {
	some resource in input.resources
	logs := resource.facets.object_access_logs
	not logs.logged == true
	message := "requests to its objects are not logged"
}

exempt contains finding.exempt(resource, "it holds logs itself") if {
	some resource in input.resources
	resource.facets.object_access_logs.log_store == true
}

exempt contains finding.exempt(resource, "its purpose is to hold logs") if {
	some resource in input.resources
	some value in tags.values(resource.labels, "purpose")
	value in {"log", "logs", "logging", "access-log", "access-logs"}
}
