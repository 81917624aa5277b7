# METADATA
# title: Findings of security services reach somebody
# description: A finding that waits in a console until somebody looks there is found too late to stop anything.
# scope: package
# custom:
#   id: security-findings-routed
#   severity: medium
#   origins: [terraform]
#   selector: {types: [scope/plan, aws_cloudwatch_event_rule]}
#   requires:
#     - facets.finding_route.enabled
#     - facets.finding_route.gap
#     - facets.finding_route.live
#     - facets.finding_route.services[]
#     - facets.finding_routes.rules[]
#     - facets.finding_routes.services[]
#   parameters: []
#   presence: true
#   remediation:
#     terraform:
#       text: Route findings of GuardDuty or Security Hub with an event rule to a topic that people subscribe to, or to the system they work in.
#       snippet: |
#         resource "aws_cloudwatch_event_rule" "findings" {
#           name          = "security-findings"
#           event_pattern = jsonencode({ source = ["aws.guardduty", "aws.securityhub"] })
#         }
#
#         resource "aws_cloudwatch_event_target" "findings" {
#           rule = aws_cloudwatch_event_rule.findings.name
#           arn  = aws_sns_topic.security.arn
#         }
#
#         resource "aws_sns_topic_subscription" "security" {
#           topic_arn = aws_sns_topic.security.arn
#           protocol  = "email"
#           endpoint  = "security@example.com"
#         }
#       edits:
#         - {do: set, value: ENABLED, when: {path: state}}
#   references:
#     - https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
#     - https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cloudwatch-events.html
package audit.security_findings_routed

import data.lib.finding

deny contains finding.new(resource, [], message) if {
	some resource in input.resources
	_unheard(resource)
	message := $"no event rule picks up what {concat(", ", resource.facets.finding_routes.services)} finds"
}

deny contains finding.new(resource, ["state"], "the event rule is switched off") if {
	some resource in input.resources
	resource.facets.finding_route.enabled == false
}

deny contains finding.new(resource, [], message) if {
	some resource in input.resources
	route := resource.facets.finding_route
	route.enabled == true
	not route.live == true
	message := $"findings of {concat(", ", route.services)} reach nobody: {route.gap}"
}

exempt contains finding.exempt(resource, "it picks up no findings of security services") if {
	some resource in input.resources
	resource.facets.finding_route.services == []
}

exempt contains finding.exempt(resource, "event rules pick up findings, and are judged themselves, or nothing finds anything") if {
	some resource in input.resources
	resource.type == "scope/plan"
	not _unheard(resource)
}

_unheard(resource) if {
	count(resource.facets.finding_routes.services) > 0
	count(resource.facets.finding_routes.rules) == 0
}
