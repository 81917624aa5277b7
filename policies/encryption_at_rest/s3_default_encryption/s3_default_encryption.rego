# METADATA
# title: Buckets encrypt new objects by default
# description: S3 has encrypted every new object since January 2023, also where nothing is configured. Shown for the record, never scored.
# scope: package
# custom:
#   id: s3-default-encryption
#   severity: info
#   origins: [terraform, aws]
#   selector: {types: [aws_s3_bucket, aws_s3_bucket_server_side_encryption_configuration]}
#   requires:
#     - attributes.rule[].apply_server_side_encryption_by_default[].sse_algorithm
#     - attributes.server_side_encryption_configuration[].rule[].apply_server_side_encryption_by_default[].sse_algorithm
#   parameters: []
#   remediation:
#     terraform:
#       text: Name an algorithm that S3 knows, preferably with a KMS key.
#       snippet: |
#         resource "aws_s3_bucket_server_side_encryption_configuration" "data" {
#           bucket = aws_s3_bucket.data.id
#           rule {
#             apply_server_side_encryption_by_default {
#               sse_algorithm     = "aws:kms"
#               kms_master_key_id = aws_kms_key.data.arn
#             }
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
package encryption_at_rest.s3_default_encryption

import data.lib.finding

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	some index, rule in resource.attributes.rule
	some choice in rule.apply_server_side_encryption_by_default
	not _known(choice)
	path := ["rule", index, "apply_server_side_encryption_by_default", 0, "sse_algorithm"]
	message := "the default encryption names no algorithm of S3"
}

deny contains finding.new(resource, ["server_side_encryption_configuration"], message) if {
	some resource in input.resources
	some choice in resource.attributes.server_side_encryption_configuration[_].rule[_].apply_server_side_encryption_by_default
	not _known(choice)
	message := "the default encryption names no algorithm of S3"
}

_known(choice) if choice.sse_algorithm in {"AES256", "aws:kms", "aws:kms:dsse"}
