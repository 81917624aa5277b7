# METADATA
# title: Buckets block public access
# description: A public-access block keeps a later mistake in a policy or an access list from exposing the objects.
# scope: package
# custom:
#   id: object-store-public-block
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_s3_bucket], with: [bucket_exposure]}
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
#   references:
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
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

deny contains finding.new(resource, [], message) if {
	some resource in input.resources
	resource.facets.bucket_exposure.block != "none"
	missing := resource.facets.bucket_exposure.missing
	not count(missing) == 0
	message := $"the public-access block leaves {concat(", ", missing)} off"
}
