# METADATA
# title: Log groups use a customer-managed key
# description: Logs repeat what passed through a system. A key of your own decides who can read them beside the log permissions.
# scope: package
# custom:
#   id: log-group-cmk
#   severity: low
#   origins: [terraform, aws]
#   selector: {types: [aws_cloudwatch_log_group, google_logging_billing_account_bucket_config, google_logging_folder_bucket_config, google_logging_organization_bucket_config, google_logging_project_bucket_config], with: [encryption_at_rest]}
#   requires:
#     - facets.encryption_at_rest.encryption
#     - facets.encryption_at_rest.path
#     - facets.log_retention.name
#   parameters: [sensitive_log_prefixes]
#   remediation:
#     terraform:
#       text: Name a KMS key whose policy lets the logs service of the region use it.
#       snippet: |
#         resource "aws_cloudwatch_log_group" "api" {
#           name       = "/app/api"
#           kms_key_id = aws_kms_key.logs.arn
#         }
#     google:
#       text: Name a Cloud KMS key that the service account of Cloud Logging may use; a bucket that has none yet has to be made anew.
#       snippet: |
#         resource "google_logging_project_bucket_config" "api" {
#           project   = "example-project"
#           location  = "europe-west3"
#           bucket_id = "api"
#
#           cmek_settings {
#             kms_key_name = google_kms_crypto_key.logs.id
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
#     - https://docs.cloud.google.com/logging/docs/routing/managed-encryption-storage
package encryption_at_rest.log_group_cmk

import data.lib.encryption
import data.lib.finding

deny contains finding.graded(resource, resource.facets.encryption_at_rest.path, message, severity) if {
	some resource in input.resources
	not encryption.with_customer_key(resource)
	severity := _severity(resource.facets.log_retention.name, data.parameters.sensitive_log_prefixes)
	message := "no customer-managed key encrypts the logs"
}

_severity(name, prefixes) := "medium" if {
	some prefix in prefixes
	startswith(name, prefix)
} else := "low"
