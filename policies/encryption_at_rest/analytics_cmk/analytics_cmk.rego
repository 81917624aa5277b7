# METADATA
# title: Analytics with classified data use a customer-managed key
# description: Results of queries and data sets copy what is in the sources. A key of your own lets you decide, log and withdraw who can decrypt the copies too.
# scope: package
# custom:
#   id: analytics-cmk
#   severity: medium
#   origins: [terraform]
#   selector: {types: [aws_athena_workgroup, google_bigquery_dataset, google_bigquery_table, google_pubsub_topic], with: [encryption_at_rest]}
#   requires:
#     - facets.encryption_at_rest.encryption
#     - facets.encryption_at_rest.path
#   parameters: [cmk_scope, sensitive_classes]
#   remediation:
#     terraform:
#       text: Encrypt the results with a key of your own, and enforce the settings of the work group.
#       snippet: |
#         resource "aws_athena_workgroup" "reports" {
#           name = "reports"
#           configuration {
#             enforce_workgroup_configuration = true
#             result_configuration {
#               output_location = "s3://example-query-results/"
#               encryption_configuration {
#                 encryption_option = "SSE_KMS"
#                 kms_key_arn       = aws_kms_key.reports.arn
#               }
#             }
#           }
#         }
#     google:
#       text: Give the data set a default key, so that its tables use it, and topics a key of their own.
#       snippet: |
#         resource "google_bigquery_dataset" "reports" {
#           dataset_id = "reports"
#           location   = "europe-west3"
#
#           default_encryption_configuration {
#             kms_key_name = google_kms_crypto_key.reports.id
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/athena/latest/ug/encrypting-query-results-stored-in-s3.html
#     - https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings-override.html
#     - https://docs.cloud.google.com/bigquery/docs/customer-managed-encryption
#     - https://docs.cloud.google.com/pubsub/docs/encryption
package encryption_at_rest.analytics_cmk

import data.lib.classification
import data.lib.encryption
import data.lib.finding

deny contains finding.new(resource, resource.facets.encryption_at_rest.path, message) if {
	some resource in input.resources
	not encryption.with_customer_key(resource)
	message := "no customer-managed key is certain to encrypt the data"
}

exempt contains finding.exempt(resource, "its tags do not classify its data as sensitive") if {
	some resource in input.resources
	data.parameters.cmk_scope != "all"
	not classification.one_of(resource.labels, data.parameters.sensitive_classes)
}
