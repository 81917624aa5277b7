# METADATA
# title: Buckets refuse requests without TLS
# description: S3 answers plain HTTP unless the bucket policy denies it.
# scope: package
# custom:
#   id: s3-secure-transport-policy
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_s3_bucket], with: [bucket]}
#   requires:
#     - facets.bucket.tls_only
#   parameters: []
#   remediation:
#     terraform:
#       text: "Deny every principal every S3 action on the bucket and its objects where aws:SecureTransport is false."
#       snippet: |
#         data "aws_iam_policy_document" "tls_only" {
#           statement {
#             effect    = "Deny"
#             actions   = ["s3:*"]
#             resources = ["arn:aws:s3:::records", "arn:aws:s3:::records/*"]
#             principals {
#               type        = "*"
#               identifiers = ["*"]
#             }
#             condition {
#               test     = "Bool"
#               variable = "aws:SecureTransport"
#               values   = ["false"]
#             }
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
package encryption_in_transit.s3_secure_transport_policy

import data.lib.finding

deny contains finding.new(resource, ["policy"], "no policy statement denies requests without TLS on the bucket and its objects") if {
	some resource in input.resources
	not resource.facets.bucket.tls_only
}
