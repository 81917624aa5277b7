# METADATA
# title: Trails are encrypted with a customer-managed key
# description: With a key of your own, reading the trail takes a second permission that is logged itself.
# scope: package
# custom:
#   id: cloudtrail-encrypted
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_cloudtrail], with: [encryption_at_rest]}
#   requires:
#     - facets.encryption_at_rest.encryption
#     - facets.encryption_at_rest.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Name a KMS key whose policy lets CloudTrail encrypt with it.
#       snippet: |
#         resource "aws_cloudtrail" "main" {
#           name           = "main"
#           s3_bucket_name = aws_s3_bucket.trail.id
#           kms_key_id     = aws_kms_key.trail.arn
#         }
#   references:
#     - https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html
package audit.cloudtrail_encrypted

import data.lib.encryption
import data.lib.finding

deny contains finding.new(resource, resource.facets.encryption_at_rest.path, message) if {
	some resource in input.resources
	not encryption.with_customer_key(resource)
	message := "no KMS key encrypts the log files of the trail"
}
