# METADATA
# title: Threat detection is switched on
# description: GuardDuty reads trails, flow logs and DNS queries for signs of an intruder; nobody does so by hand.
# scope: package
# custom:
#   id: guardduty-enabled
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [scope/plan, scope/aws, aws_guardduty_detector]}
#   requires:
#     - facets.plan_contents.types
#     - attributes.enable
#   parameters: []
#   presence: true
#   remediation:
#     terraform:
#       text: Create a detector in every region in use and leave it enabled.
#       snippet: |
#         resource "aws_guardduty_detector" "main" {
#           enable = true
#         }
#       edits:
#         - {do: set, value: true, when: {path: enable}}
#   references:
#     - https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_settingup.html
package audit.guardduty_enabled

import data.lib.finding
import data.lib.plan

deny contains finding.new(resource, [], "no GuardDuty detector watches the account") if {
	some resource in input.resources
	plan.lacks(resource, "aws_guardduty_detector")
}

deny contains finding.new(resource, ["enable"], "the detector is switched off") if {
	some resource in input.resources
	resource.type == "aws_guardduty_detector"
	resource.attributes.enable == false
}

exempt contains finding.exempt(resource, "there is a detector, which is judged itself, or nothing of AWS") if {
	some resource in input.resources
	plan.is_whole(resource)
	not plan.lacks(resource, "aws_guardduty_detector")
}
