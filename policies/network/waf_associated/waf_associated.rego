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
#     google:
#       text: Attach a security policy of Cloud Armor to the backend service.
#       snippet: |
#         resource "google_compute_backend_service" "shop" {
#           name            = "shop"
#           security_policy = google_compute_security_policy.edge.id
#         }
#     azurerm:
#       text: Name a firewall policy in prevention mode, on a gateway of the tier WAF_v2.
#       snippet: |
#         resource "azurerm_application_gateway" "edge" {
#           firewall_policy_id = azurerm_web_application_firewall_policy.edge.id
#
#           sku {
#             name     = "WAF_v2"
#             tier     = "WAF_v2"
#             capacity = 2
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html
#     - https://cloud.google.com/armor/docs/security-policy-overview
#     - https://learn.microsoft.com/en-us/azure/web-application-firewall/ag/ag-overview
package network.waf_associated

import data.lib.finding

deny contains finding.new(resource, firewall.path, message) if {
	some resource in input.resources
	firewall := resource.facets.web_application_firewall
	not firewall.attached == true
	message := $"no {_protection(firewall)} protects the {firewall.kind}"
}

exempt contains finding.exempt(resource, "not reachable from the internet") if {
	some resource in input.resources
	resource.facets.web_application_firewall.internet_facing == false
}

_protection(firewall) := "security policy" if {
	firewall.kind == "backend service"
} else := "firewall policy" if {
	firewall.kind == "application gateway"
} else := "web ACL"
