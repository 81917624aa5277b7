# METADATA
# title: Security Hub watches the account by at least one standard
# description: Security Hub gathers what detectors and checks find in one place; where it is off, or has no standard, nobody is told of what drifts.
# scope: package
# custom:
#   id: securityhub-enabled
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [scope/plan, scope/aws, aws_securityhub_account]}
#   requires:
#     - facets.plan_contents.types
#     - facets.security_hub.standards
#   parameters: []
#   presence: true
#   remediation:
#     terraform:
#       text: Switch Security Hub on in every region in use, and subscribe to a standard.
#       snippet: |
#         resource "aws_securityhub_account" "main" {}
#
#         resource "aws_securityhub_standards_subscription" "foundational" {
#           standards_arn = "arn:aws:securityhub:eu-central-1::standards/aws-foundational-security-best-practices/v/1.0.0"
#           depends_on    = [aws_securityhub_account.main]
#         }
#       edits:
#         - {do: set, value: true, when: {path: enable_default_standards, creating: true}}
#   references:
#     - https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-settingup.html
package audit.securityhub_enabled

import data.lib.finding
import data.lib.plan

deny contains finding.new(resource, [], "Security Hub is not switched on") if {
	some resource in input.resources
	plan.lacks(resource, "aws_securityhub_account")
}

deny contains finding.new(resource, ["enable_default_standards"], "Security Hub checks by no standard") if {
	some resource in input.resources
	resource.type == "aws_securityhub_account"
	not resource.facets.security_hub.standards == true
}

exempt contains finding.exempt(resource, "there is a Security Hub, which is judged itself, or nothing of AWS") if {
	some resource in input.resources
	plan.is_whole(resource)
	not plan.lacks(resource, "aws_securityhub_account")
}
