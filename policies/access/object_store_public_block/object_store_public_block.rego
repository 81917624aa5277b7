# METADATA
# title: Buckets block public access
# description: A public-access block keeps a later mistake in a policy or an access list from exposing the objects.
# scope: package
# custom:
#   id: object-store-public-block
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_s3_bucket, google_storage_bucket, azurerm_storage_account], with: [bucket_exposure]}
#   requires:
#     - facets.bucket_exposure.block
#     - facets.bucket_exposure.missing
#   remediation:
#     terraform:
#       text: Add a public-access block with all four switches on to every bucket, or one for the account.
#       snippet: |
#         resource "aws_s3_bucket_public_access_block" "reports" {
#           bucket                  = aws_s3_bucket.reports.id
#           block_public_acls       = true
#           block_public_policy     = true
#           ignore_public_acls      = true
#           restrict_public_buckets = true
#         }
#     google:
#       text: Enforce public access prevention and uniform bucket-level access on every bucket, and by the constraints of the organization.
#       snippet: |
#         resource "google_storage_bucket" "records" {
#           name                        = "example-records"
#           location                    = "EUROPE-WEST3"
#           public_access_prevention    = "enforced"
#           uniform_bucket_level_access = true
#         }
#       edits:
#         - {do: set, at: [public_access_prevention], value: enforced}
#         - {do: set, at: [uniform_bucket_level_access], value: true}
#     azurerm:
#       text: Let the account refuse anonymous callers, so that no container can be published by mistake.
#       snippet: |
#         resource "azurerm_storage_account" "reports" {
#           name                            = "examplereports"
#           resource_group_name             = azurerm_resource_group.main.name
#           location                        = azurerm_resource_group.main.location
#           account_tier                    = "Standard"
#           account_replication_type        = "ZRS"
#           allow_nested_items_to_be_public = false
#         }
#       edits:
#         - {do: set, at: [allow_nested_items_to_be_public], value: false}
#   references:
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
#     - https://docs.cloud.google.com/storage/docs/public-access-prevention
#     - https://docs.cloud.google.com/storage/docs/uniform-bucket-level-access
#     - https://learn.microsoft.com/en-us/azure/storage/blobs/anonymous-read-access-prevent
package access.object_store_public_block

import data.lib.finding

deny contains finding.graded(resource, [], message, "medium") if {
	some resource in input.resources
	resource.facets.bucket_exposure.block == "none"
	not resource.origin == "aws"
	message := "no public-access block covers the bucket (S3 sets one on new buckets; nothing here keeps it)"
}

# What is live shows whether S3 has set one.
deny contains finding.new(resource, [], "no public-access block covers the bucket") if {
	some resource in input.resources
	resource.facets.bucket_exposure.block == "none"
	resource.origin == "aws"
}

deny contains finding.graded(resource, [], message, _severity(missing)) if {
	some resource in input.resources
	resource.facets.bucket_exposure.block != "none"
	missing := resource.facets.bucket_exposure.missing
	not count(missing) == 0
	message := $"{_block(resource)} leaves {concat(", ", missing)} off"
}

_block(resource) := "the bucket" if {
	startswith(resource.type, "google_")
} else := "the storage account" if {
	startswith(resource.type, "azurerm_")
} else := "the public-access block"

# Access lists of single objects cannot publish anything where public access is prevented.
_severity(["uniform_bucket_level_access"]) := "medium"

_severity(missing) := "high" if missing != ["uniform_bucket_level_access"]
