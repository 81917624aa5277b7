# METADATA
# title: Buckets grant nothing to the world
# description: A bucket policy or access list that lets in everyone, or every AWS account, publishes what is in the bucket.
# scope: package
# custom:
#   id: object-store-no-public-grant
#   severity: critical
#   origins: [terraform, aws]
#   selector: {types: [aws_s3_bucket, aws_s3_bucket_acl, aws_s3_bucket_policy], with: [public_grants]}
#   requires:
#     - facets.policy_documents[].statements[].anyone
#     - facets.policy_documents[].statements[].effect
#     - facets.policy_documents[].statements[].narrowed
#     - facets.policy_documents[].statements[].path
#     - facets.public_grants.grants[].grantee
#     - facets.public_grants.grants[].path
#     - facets.public_grants.grants[].permission
#     - facets.public_grants.shielded
#   independent: true
#   remediation:
#     terraform:
#       text: Name the accounts, roles or services that need the bucket; publish web content through CloudFront with an origin access control.
#       snippet: |
#         statement {
#           actions   = ["s3:GetObject"]
#           resources = ["${aws_s3_bucket.site.arn}/*"]
#           principals {
#             type        = "Service"
#             identifiers = ["cloudfront.amazonaws.com"]
#           }
#           condition {
#             test     = "StringEquals"
#             variable = "aws:SourceArn"
#             values   = [aws_cloudfront_distribution.site.arn]
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
package access.object_store_no_public_grant

import data.lib.finding

deny contains finding.graded(resource, grant.path, message, _severity(resource)) if {
	some resource in input.resources
	some grant in resource.facets.public_grants.grants
	message := $"the access list gives {grant.permission} to {grant.grantee}{_note(resource)}"
}

deny contains finding.graded(resource, statement.path, message, _severity(resource)) if {
	some resource in input.resources
	some document in resource.facets.policy_documents
	some statement in document.statements
	statement.effect == "Allow"
	statement.anyone == true
	statement.narrowed == false
	message := $"the bucket policy lets in everyone{_note(resource)}"
}

# Behind a public-access block the grant has no effect until somebody lifts the block.
_severity(resource) := "medium" if resource.facets.public_grants.shielded

_severity(resource) := "critical" if not resource.facets.public_grants.shielded

_note(resource) := ", blocked today by the public-access block" if resource.facets.public_grants.shielded

_note(resource) := "" if not resource.facets.public_grants.shielded
