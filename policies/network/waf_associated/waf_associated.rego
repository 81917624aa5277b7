# METADATA
# title: Public web entry points have a web application firewall
# description: A web application firewall stops common attacks and floods before they reach the application.
# scope: package
# custom:
#   id: waf-associated
#   severity: medium
#   origins: [terraform, aws]
#   selector: {with: [web_application_firewall]}
#   requires:
#     - facets.web_application_firewall.attached
#     - facets.web_application_firewall.internet_facing
#     - facets.web_application_firewall.kind
#     - facets.web_application_firewall.path
#   remediation:
#     terraform:
#       text: Associate a web ACL with the load balancer or API stage, or name one in the distribution.
#       snippet: |
#         resource "aws_wafv2_web_acl_association" "edge" {
#           resource_arn = aws_lb.edge.arn
#           web_acl_arn  = aws_wafv2_web_acl.edge.arn
#         }
#   references:
#     - https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html
package network.waf_associated

import data.lib.finding

deny contains finding.new(resource, firewall.path, message) if {
	some resource in input.resources
	firewall := resource.facets.web_application_firewall
	not firewall.attached == true
	message := $"no web ACL protects the {firewall.kind}"
}

exempt contains finding.exempt(resource, "not reachable from the internet") if {
	some resource in input.resources
	resource.facets.web_application_firewall.internet_facing == false
}
