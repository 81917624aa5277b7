# METADATA
# title: No plan ends the blocking of public access
# description: Blocks on public access also cover what other plans and people make; that lies open to the next mistake from the moment they go, and no plan of its own shows it.
# scope: package
# custom:
#   id: public-block-destroyed
#   severity: high
#   origins: [terraform]
#   selector:
#     types:
#       - aws_s3_account_public_access_block
#       - aws_s3_bucket_public_access_block
#       - aws_ebs_snapshot_block_public_access
#     with: [destruction]
#     change: delete
#   requires:
#     - facets.destruction.active
#     - facets.destruction.judged_on
#     - facets.destruction.served_goes
#     - facets.destruction.successor
#   parameters: []
#   remediation:
#     terraform:
#       text: Leave the protection in the configuration and forbid its destruction, or let another plan manage it from now on by a removed block here and an import there.
#       snippet: |
#         resource "aws_s3_account_public_access_block" "account" {
#           block_public_acls       = true
#           block_public_policy     = true
#           ignore_public_acls      = true
#           restrict_public_buckets = true
#
#           lifecycle {
#             prevent_destroy = true
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
#     - https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html
#     - https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle
package access.public_block_destroyed

import data.lib.destruction
import data.lib.finding

deny contains finding.graded(resource, [], message, _severity(resource.type)) if {
	some resource in input.resources
	not destruction.made_up_for(resource.facets.destruction)
	message := $"the plan destroys {_what(resource.type)}"
}

exempt contains finding.exempt(resource, reason) if {
	some resource in input.resources
	reason := destruction.reason(resource.facets.destruction)
}

_what("aws_s3_account_public_access_block") := "the block on public access for all buckets of the account"

_what("aws_s3_bucket_public_access_block") := "the public-access block of a bucket outside the plan"

_what("aws_ebs_snapshot_block_public_access") := "the block on sharing snapshots with everybody"

# As where there is none in the first place.
_severity(type) := "medium" if type == "aws_s3_bucket_public_access_block"

_severity(type) := "high" if type != "aws_s3_bucket_public_access_block"
