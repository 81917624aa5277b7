# METADATA
# title: New volumes are encrypted without being asked
# description: With the setting on, every new volume and snapshot copy of the region is encrypted, also the one somebody makes by hand and forgets to encrypt.
# scope: package
# custom:
#   id: ebs-encryption-by-default
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [scope/plan, aws_ebs_encryption_by_default]}
#   requires:
#     - attributes.enabled
#     - facets.plan_contents.types
#   parameters: []
#   presence: true
#   remediation:
#     terraform:
#       text: Switch the setting on in every region in use. Volumes that exist already stay as they are.
#       snippet: |
#         resource "aws_ebs_encryption_by_default" "main" {
#           enabled = true
#         }
#       edits:
#         - {do: set, value: true, when: {path: enabled}}
#   references:
#     - https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html
package encryption_at_rest.ebs_encryption_by_default

import data.lib.finding
import data.lib.plan

deny contains finding.new(resource, [], "new volumes are not encrypted by default") if {
	some resource in input.resources
	plan.lacks(resource, "aws_ebs_encryption_by_default")
}

deny contains finding.new(resource, ["enabled"], "encryption of new volumes is switched off") if {
	some resource in input.resources
	resource.type == "aws_ebs_encryption_by_default"
	not _on(resource.attributes)
}

_on(attributes) if attributes.enabled == true

# The provider switches it on when nothing is said.
_on(attributes) if not _said(attributes)

_said(attributes) if attributes.enabled != null

exempt contains finding.exempt(resource, "there is a setting, which is judged itself, or nothing of AWS") if {
	some resource in input.resources
	plan.is_whole(resource)
	not plan.lacks(resource, "aws_ebs_encryption_by_default")
}
