# METADATA
# title: Buckets with classified data use a customer-managed key
# description: A key of your own lets you decide, log and withdraw who can decrypt; the service key does not.
# scope: package
# custom:
#   id: object-store-cmk
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_s3_bucket], with: [encryption_at_rest]}
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
#   references:
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
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
