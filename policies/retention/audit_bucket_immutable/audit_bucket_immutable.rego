# METADATA
# title: Audit records in buckets cannot be deleted or changed
# description: Object lock in compliance mode keeps even administrators from removing records before their time.
# scope: package
# custom:
#   id: audit-bucket-immutable
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_s3_bucket, azurerm_storage_container_immutability_policy, google_storage_bucket], with: [bucket]}
#   requires:
#     - facets.bucket.audit_writers
#     - facets.bucket.labels
#     - facets.bucket.object_lock.enabled
#     - facets.bucket.object_lock.mode
#     - facets.bucket.object_lock.days
#   parameters: [lock_days, audit_purposes]
#   remediation:
#     terraform:
#       text: Create the bucket with object lock and a default retention in compliance mode.
#       snippet: |
#         resource "aws_s3_bucket" "trail" {
#           bucket              = "trail-records"
#           object_lock_enabled = true
#         }
#
#         resource "aws_s3_bucket_object_lock_configuration" "trail" {
#           bucket = aws_s3_bucket.trail.id
#           rule {
#             default_retention {
#               mode = "COMPLIANCE"
#               days = 365
#             }
#           }
#         }
#     google:
#       text: Give the bucket a retention policy and lock it; a locked policy can never be shortened or removed.
#       snippet: |
#         resource "google_storage_bucket" "audit" {
#           name     = "example-audit"
#           location = "EUROPE-WEST3"
#
#           retention_policy {
#             retention_period = 31536000
#             is_locked        = true
#           }
#         }
#     azurerm:
#       text: Lock the policy of the container for the required time; a locked policy can never be shortened or removed.
#       snippet: |
#         resource "azurerm_storage_container_immutability_policy" "audit" {
#           storage_container_resource_manager_id = azurerm_storage_container.audit.id
#           immutability_period_in_days           = 365
#           locked                                = true
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
#     - https://docs.cloud.google.com/storage/docs/bucket-lock
#     - https://learn.microsoft.com/en-us/azure/storage/blobs/immutable-time-based-retention-policy-overview
package retention.audit_bucket_immutable

import data.lib.bucket
import data.lib.finding

deny contains finding.new(resource, [_argument(resource)], _unprotected(resource)) if {
	some resource in input.resources
	not _protected(resource)
}

deny contains finding.graded(resource, [_argument(resource)], message, "medium") if {
	some resource in input.resources
	_locked(resource.facets.bucket.object_lock)
	resource.facets.bucket.object_lock.mode == "GOVERNANCE"
	message := _removable(resource)
}

deny contains finding.new(resource, [_argument(resource)], message) if {
	some resource in input.resources
	lock := resource.facets.bucket.object_lock
	_locked(lock)
	lock.days < data.parameters.lock_days
	message := $"records are locked for {lock.days} days, fewer than the required {data.parameters.lock_days}"
}

_argument(resource) := "retention_policy" if {
	resource.type == "google_storage_bucket"
} else := "immutability_period_in_days" if {
	_azure(resource)
} else := "object_lock_configuration"

_unprotected(resource) := "no retention policy protects the records" if {
	resource.type == "google_storage_bucket"
} else := "no object lock with a default retention protects the records"

_removable(resource) := "the retention policy is not locked, so that administrators can remove it" if {
	resource.type in {"google_storage_bucket", "azurerm_storage_container_immutability_policy"}
} else := "governance mode lets privileged users delete locked records"

exempt contains finding.exempt(resource, "nothing shows that it holds audit records") if {
	some resource in input.resources
	not _azure(resource)
	bucket.not_for(resource, data.parameters.audit_purposes)
}

exempt contains finding.exempt(resource, "nothing shows that the container holds audit records") if {
	some resource in input.resources
	_azure(resource)
	container := {"labels": resource.facets.bucket.labels, "facets": resource.facets}
	bucket.not_for(container, data.parameters.audit_purposes)
}

_azure(resource) if resource.type == "azurerm_storage_container_immutability_policy"

_protected(resource) if _locked(resource.facets.bucket.object_lock)

_locked(lock) if {
	lock.enabled
	lock.mode in {"COMPLIANCE", "GOVERNANCE"}
}
