# METADATA
# title: Buckets with classified data use a customer-managed key
# description: A key of your own lets you decide, log and withdraw who can decrypt; the service key does not.
# scope: package
# custom:
#   id: object-store-cmk
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_s3_bucket, google_storage_bucket, azurerm_storage_account], with: [encryption_at_rest]}
#   requires:
#     - facets.encryption_at_rest.encryption
#     - facets.encryption_at_rest.path
#   parameters: [cmk_scope, sensitive_classes]
#   remediation:
#     terraform:
#       text: Encrypt the bucket with a key of your own instead of the service key.
#       snippet: |
#         resource "aws_s3_bucket_server_side_encryption_configuration" "records" {
#           bucket = aws_s3_bucket.records.id
#           rule {
#             apply_server_side_encryption_by_default {
#               sse_algorithm     = "aws:kms"
#               kms_master_key_id = aws_kms_key.records.arn
#             }
#             bucket_key_enabled = true
#           }
#         }
#     google:
#       text: Name a Cloud KMS key as the default of the bucket, and let the service agent of Cloud Storage use it.
#       snippet: |
#         resource "google_storage_bucket" "records" {
#           name     = "example-records"
#           location = "EUROPE-WEST3"
#
#           encryption {
#             default_kms_key_name = google_kms_crypto_key.records.id
#           }
#         }
#     azurerm:
#       text: Name a key of Key Vault for the account, and give the account an identity that may use it.
#       snippet: |
#         resource "azurerm_storage_account_customer_managed_key" "records" {
#           storage_account_id = azurerm_storage_account.records.id
#           key_vault_key_id   = azurerm_key_vault_key.records.id
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
#     - https://docs.cloud.google.com/storage/docs/encryption/customer-managed-keys
#     - https://learn.microsoft.com/en-us/azure/storage/common/customer-managed-keys-overview
package encryption_at_rest.object_store_cmk

import data.lib.classification
import data.lib.encryption
import data.lib.finding

deny contains finding.new(resource, resource.facets.encryption_at_rest.path, message) if {
	some resource in input.resources
	not encryption.with_customer_key(resource)
	message := "objects are not encrypted with a customer-managed key"
}

exempt contains finding.exempt(resource, "its tags do not classify its data as sensitive") if {
	some resource in input.resources
	data.parameters.cmk_scope != "all"
	not classification.one_of(resource.labels, data.parameters.sensitive_classes)
}
