# METADATA
# title: Snapshots and images are shared with nobody unknown
# description: A public snapshot hands a whole disk or database to every AWS account, deleted files included.
# scope: package
# custom:
#   id: snapshot-not-public
#   severity: critical
#   origins: [terraform, aws]
#   selector: {types: [aws_db_snapshot, aws_snapshot_create_volume_permission, aws_ebs_snapshot_block_public_access, aws_ami_launch_permission, scope/plan, scope/aws]}
#   requires:
#     - attributes.account_id
#     - attributes.group
#     - attributes.shared_accounts[]
#     - attributes.state
#     - facets.plan_contents.types
#   presence: true
#   remediation:
#     terraform:
#       text: Share with named accounts only, and block public sharing of volume snapshots in every region.
#       snippet: |
#         resource "aws_ebs_snapshot_block_public_access" "region" {
#           state = "block-all-sharing"
#         }
#       edits:
#         - {do: set, value: "block-all-sharing", when: {path: state}}
#   references:
#     - https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html
package backup.snapshot_not_public

import data.lib.finding
import data.lib.plan

deny contains finding.new(resource, [name], message) if {
	some resource in input.resources
	some name, shared in {
		"account_id": object.get(resource.attributes, "account_id", null),
		"group": object.get(resource.attributes, "group", null),
	}
	shared == "all"
	message := "shared with every AWS account"
}

deny contains finding.new(resource, ["shared_accounts"], message) if {
	some resource in input.resources
	"all" in resource.attributes.shared_accounts
	message := "shared with every AWS account"
}

deny contains finding.graded(resource, ["state"], message, "medium") if {
	some resource in input.resources
	resource.type == "aws_ebs_snapshot_block_public_access"
	not resource.attributes.state == "block-all-sharing"
	message := "public sharing of volume snapshots is not blocked altogether"
}

deny contains finding.graded(resource, [], message, "medium") if {
	some resource in input.resources
	plan.is_whole(resource)
	message := "nothing blocks the public sharing of volume snapshots"
}

exempt contains finding.exempt(resource, "there are no volume snapshots") if {
	some resource in input.resources
	plan.is_whole(resource)
	count({"aws_ebs_snapshot", "aws_ebs_snapshot_copy", "aws_ebs_volume"} & {type | some type in resource.facets.plan_contents.types}) == 0
}

exempt contains finding.exempt(resource, "the block is judged itself") if {
	some resource in input.resources
	"aws_ebs_snapshot_block_public_access" in resource.facets.plan_contents.types
}
