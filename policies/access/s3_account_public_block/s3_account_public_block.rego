# METADATA
# title: The account blocks public S3 access
# description: The account-wide block covers every bucket, also those that are made by hand or by other stacks.
# scope: package
# custom:
#   id: s3-account-public-block
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_s3_account_public_access_block, scope/plan, scope/aws]}
#   requires:
#     - attributes.block_public_acls
#     - attributes.block_public_policy
#     - attributes.ignore_public_acls
#     - attributes.restrict_public_buckets
#     - facets.plan_contents.types
#   presence: true
#   remediation:
#     terraform:
#       text: Set the block once per account, with all four switches on.
#       snippet: |
#         resource "aws_s3_account_public_access_block" "account" {
#           block_public_acls       = true
#           block_public_policy     = true
#           ignore_public_acls      = true
#           restrict_public_buckets = true
#         }
#       edits:
#         - {do: set, value: true, when: {path: block_public_acls}}
#         - {do: set, value: true, when: {path: block_public_policy}}
#         - {do: set, value: true, when: {path: ignore_public_acls}}
#         - {do: set, value: true, when: {path: restrict_public_buckets}}
#   references:
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/configuring-block-public-access-account.html
package access.s3_account_public_block

import data.lib.finding
import data.lib.plan

deny contains finding.new(resource, [name], message) if {
	some resource in input.resources
	resource.type == "aws_s3_account_public_access_block"
	some name, value in {
		"block_public_acls": object.get(resource.attributes, "block_public_acls", false),
		"block_public_policy": object.get(resource.attributes, "block_public_policy", false),
		"ignore_public_acls": object.get(resource.attributes, "ignore_public_acls", false),
		"restrict_public_buckets": object.get(resource.attributes, "restrict_public_buckets", false),
	}
	not value == true
	message := $"{name} is not on"
}

deny contains finding.new(resource, [], message) if {
	some resource in input.resources
	plan.is_whole(resource)
	message := "no public-access block for the whole account"
}

exempt contains finding.exempt(resource, "there are no S3 buckets") if {
	some resource in input.resources
	plan.is_whole(resource)
	not "aws_s3_bucket" in resource.facets.plan_contents.types
}

exempt contains finding.exempt(resource, "the account's block is judged itself") if {
	some resource in input.resources
	"aws_s3_account_public_access_block" in resource.facets.plan_contents.types
}
