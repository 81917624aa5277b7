# METADATA
# title: Studio domains are entered by single sign-on
# description: With IAM each user profile opens for whoever may ask for its link; single sign-on ties it to one person.
# scope: package
# custom:
#   id: sagemaker-domain-sso
#   severity: low
#   origins: [terraform, aws]
#   selector: {types: [aws_sagemaker_domain]}
#   requires:
#     - attributes.auth_mode
#   parameters: []
#   remediation:
#     terraform:
#       text: Set the mode to SSO when the domain is made and assign people in IAM Identity Center.
#       snippet: |
#         resource "aws_sagemaker_domain" "studio" {
#           auth_mode = "SSO"
#         }
#   references:
#     - https://docs.aws.amazon.com/sagemaker/latest/dg/onboard-sso-users.html
package ai_governance.sagemaker_domain_sso

import data.lib.finding

deny contains finding.new(resource, ["auth_mode"], message) if {
	some resource in input.resources
	not resource.attributes.auth_mode == "SSO"
	message := $"auth_mode is {object.get(resource.attributes, "auth_mode", "left out")}"
}
