# METADATA
# title: Audit records in buckets are not deleted early
# description: A lifecycle rule deletes without asking; on a bucket of audit records it must not act before the required time.
# scope: package
# custom:
#   id: audit-bucket-min-retention
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_s3_bucket, google_storage_bucket], with: [bucket]}
#   requires:
#     - facets.bucket.audit_writers
#     - facets.bucket.expirations[].source
#     - facets.bucket.expirations[].kind
#     - facets.bucket.expirations[].days
#     - facets.bucket.expirations[].covers_records
#     - facets.bucket.expirations[].conditional
#   parameters: [retention_days, audit_purposes]
#   remediation:
#     terraform:
#       text: Let expirations of audit records begin after the required number of days; move older records to a colder storage class instead.
#       snippet: |
#         resource "aws_s3_bucket_lifecycle_configuration" "trail" {
#           bucket = aws_s3_bucket.trail.id
#           rule {
#             id     = "archive"
#             status = "Enabled"
#             filter {}
#             transition {
#               days          = 90
#               storage_class = "GLACIER"
#             }
#             expiration {
#               days = 2557
#             }
#           }
#         }
#     google:
#       text: Let rules that delete begin after the required number of days; move older records to a colder storage class instead.
#       snippet: |
#         resource "google_storage_bucket" "audit" {
#           name     = "example-audit"
#           location = "EUROPE-WEST3"
#
#           lifecycle_rule {
#             action {
#               type = "Delete"
#             }
#             condition {
#               age = 2556
#             }
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html
#     - https://docs.cloud.google.com/storage/docs/lifecycle
package retention.audit_bucket_min_retention

import data.lib.bucket
import data.lib.finding

deny contains finding.new(resource, ["lifecycle_rule"], _message(expiration, data.parameters.retention_days)) if {
	some resource in input.resources
	some expiration in resource.facets.bucket.expirations
	_too_early(expiration, data.parameters.retention_days)
	expiration.conditional == false
}

undecided contains finding.undecided(resource, "an early expiration picks objects by tag or size, which records may have") if {
	some resource in input.resources
	some expiration in resource.facets.bucket.expirations
	_too_early(expiration, data.parameters.retention_days)
	expiration.conditional == true
}

exempt contains finding.exempt(resource, "nothing shows that it holds audit records") if {
	some resource in input.resources
	bucket.not_for(resource, data.parameters.audit_purposes)
}

_too_early(expiration, required) if {
	expiration.covers_records
	not _late(expiration, required)
}

_late(expiration, required) if {
	expiration.kind in {"current", "noncurrent"}
	expiration.days >= required
}

_message(expiration, _) := $"{expiration.source} deletes audit records on a fixed date" if {
	expiration.kind == "date"
} else := $"{expiration.source} deletes audit records after {expiration.days} days" if {
	expiration.kind == "current"
} else := $"{expiration.source} deletes replaced versions of audit records after {expiration.days} days"
