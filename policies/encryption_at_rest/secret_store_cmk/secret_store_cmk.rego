# METADATA
# title: Secrets use a customer-managed key
# description: A secret under a key of your own is protected by two policies, its own and that of the key.
# scope: package
# custom:
#   id: secret-store-cmk
#   severity: low
#   origins: [terraform, aws]
#   selector: {types: [aws_secretsmanager_secret, google_secret_manager_regional_secret, google_secret_manager_secret], with: [encryption_at_rest]}
#   requires:
#     - facets.encryption_at_rest.encryption
#     - facets.encryption_at_rest.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Name a KMS key of your own.
#       snippet: |
#         resource "aws_secretsmanager_secret" "db" {
#           name       = "db"
#           kms_key_id = aws_kms_key.secrets.arn
#         }
#     google:
#       text: Name a Cloud KMS key for every place that the secret is kept in.
#       snippet: |
#         resource "google_secret_manager_secret" "db" {
#           secret_id = "db"
#
#           replication {
#             auto {
#               customer_managed_encryption {
#                 kms_key_name = google_kms_crypto_key.secrets.id
#               }
#             }
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
#     - https://docs.cloud.google.com/secret-manager/docs/cmek
package encryption_at_rest.secret_store_cmk

import data.lib.encryption
import data.lib.finding

deny contains finding.new(resource, resource.facets.encryption_at_rest.path, message) if {
	some resource in input.resources
	not encryption.with_customer_key(resource)
	message := "no customer-managed key encrypts the secret"
}
