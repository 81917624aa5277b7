# METADATA
# title: Buckets grant nothing to the world
# description: A bucket policy or access list that lets in everyone, or every AWS account, publishes what is in the bucket.
# scope: package
# custom:
#   id: object-store-no-public-grant
#   severity: critical
#   origins: [terraform, aws]
#   selector: {types: [aws_s3_bucket, aws_s3_bucket_acl, aws_s3_bucket_policy, google_storage_bucket_iam_binding, google_storage_bucket_iam_member, google_storage_bucket_iam_policy, google_storage_managed_folder_iam_binding, google_storage_managed_folder_iam_member, google_storage_managed_folder_iam_policy, google_storage_bucket_access_control, google_storage_bucket_acl, google_storage_default_object_access_control, google_storage_default_object_acl, google_storage_object_access_control, google_storage_object_acl, azurerm_storage_container], with: [public_grants]}
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
#       edits:
#         - {do: set, value: private, when: {path: acl, type: aws_s3_bucket_acl}}
#     google:
#       text: Grant roles to the groups and service accounts that need the bucket, and enforce public access prevention on it; publish web content through a load balancer.
#       snippet: |
#         resource "google_storage_bucket_iam_member" "readers" {
#           bucket = google_storage_bucket.records.name
#           role   = "roles/storage.objectViewer"
#           member = "group:analysts@example.com"
#         }
#     azurerm:
#       text: Keep containers private, hand out signed addresses for single objects, and let the account refuse anonymous callers.
#       snippet: |
#         resource "azurerm_storage_container" "reports" {
#           name                  = "reports"
#           storage_account_id    = azurerm_storage_account.main.id
#           container_access_type = "private"
#         }
#       edits:
#         - {do: set, value: private, when: {path: container_access_type}}
#   references:
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
#     - https://docs.cloud.google.com/storage/docs/public-access-prevention
#     - https://docs.cloud.google.com/storage/docs/access-control/iam
#     - https://learn.microsoft.com/en-us/azure/storage/blobs/anonymous-read-access-prevent
package access.object_store_no_public_grant

import data.lib.finding

deny contains finding.graded(resource, grant.path, message, _severity(resource)) if {
	some resource in input.resources
	some grant in resource.facets.public_grants.grants
	message := $"{_giver(resource)} gives {grant.permission} to {grant.grantee}{_note(resource)}"
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

_giver(resource) := "the grant" if {
	startswith(resource.type, "google_")
} else := "the access list"

# Behind a public-access block the grant has no effect until somebody lifts the block.
_severity(resource) := "medium" if resource.facets.public_grants.shielded

_severity(resource) := "critical" if not resource.facets.public_grants.shielded

_note(resource) := ", blocked today by the public-access block" if resource.facets.public_grants.shielded

_note(resource) := "" if not resource.facets.public_grants.shielded
