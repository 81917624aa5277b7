# METADATA
# title: Buckets worth protecting keep earlier versions
# description: With versioning an overwrite or a deletion, by mistake or by malice, can be undone.
# scope: package
# custom:
#   id: object-store-versioning
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_s3_bucket, google_storage_bucket, azurerm_storage_account], with: [bucket]}
#   requires:
#     - facets.bucket.audit_writers
#     - facets.bucket.object_lock.enabled
#     - facets.bucket.versioning
#   parameters: [protected_purposes, sensitive_classes]
#   remediation:
#     terraform:
#       text: Turn versioning on.
#       snippet: |
#         resource "aws_s3_bucket_versioning" "records" {
#           bucket = aws_s3_bucket.records.id
#           versioning_configuration {
#             status = "Enabled"
#           }
#         }
#     google:
#       text: Turn versioning on, with a lifecycle rule for how long earlier versions are kept. A retention policy protects objects as well.
#       snippet: |
#         resource "google_storage_bucket" "records" {
#           name     = "example-records"
#           location = "EUROPE-WEST3"
#
#           versioning {
#             enabled = true
#           }
#         }
#       edits:
#         - {do: set, at: [0, enabled], value: true, when: {path: versioning}}
#     azurerm:
#       text: Keep versions of blobs, and let a lifecycle rule delete old ones.
#       snippet: |
#         resource "azurerm_storage_account" "records" {
#           name                     = "examplerecords"
#           resource_group_name      = azurerm_resource_group.main.name
#           location                 = azurerm_resource_group.main.location
#           account_tier             = "Standard"
#           account_replication_type = "ZRS"
#
#           blob_properties {
#             versioning_enabled = true
#           }
#         }
#       edits:
#         - {do: set, at: ["..", blob_properties, 0, versioning_enabled], value: true, when: {path: versioning}}
#   references:
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
#     - https://docs.cloud.google.com/storage/docs/object-versioning
#     - https://docs.cloud.google.com/storage/docs/bucket-lock
#     - https://learn.microsoft.com/en-us/azure/storage/blobs/versioning-overview
package retention.object_store_versioning

import data.lib.bucket
import data.lib.classification
import data.lib.finding

deny contains finding.new(resource, ["versioning"], message) if {
	some resource in input.resources
	not resource.facets.bucket.versioning == "enabled"
	message := "earlier versions of objects are not kept"
}

# What a policy of Cloud Storage retains can be neither replaced nor deleted. An S3 lock needs versions itself.
exempt contains finding.exempt(resource, "its retention policy keeps objects from being replaced or deleted") if {
	some resource in input.resources
	resource.type == "google_storage_bucket"
	resource.facets.bucket.object_lock.enabled == true
	not resource.facets.bucket.versioning == "enabled"
}

exempt contains finding.exempt(resource, "neither its tags nor its use ask for earlier versions") if {
	some resource in input.resources
	bucket.not_for(resource, data.parameters.protected_purposes)
	not classification.one_of(resource.labels, data.parameters.sensitive_classes)
}
