# METADATA
# title: API tokens expire
# description: A token without an end keeps working for whoever finds it years later.
# scope: package
# custom:
#   id: cloudflare-token-expiry
#   severity: medium
#   origins: [terraform]
#   selector: {types: [cloudflare_api_token, cloudflare_account_token], with: [given]}
#   requires:
#     - facets.given.expires_on
#   parameters: []
#   remediation:
#     terraform:
#       text: Give the token an end, and make a new one before it comes.
#       snippet: |
#         resource "time_rotating" "quarter" {
#           rotation_days = 90
#         }
#
#         resource "cloudflare_account_token" "deploy" {
#           account_id = var.account_id
#           name       = "deploy"
#           expires_on = timeadd(time_rotating.quarter.rotation_rfc3339, "168h")
#           policies   = local.deploy_policies
#         }
#   references:
#     - https://developers.cloudflare.com/fundamentals/api/how-to/restrict-tokens/
package access.cloudflare_token_expiry

import data.lib.finding

deny contains finding.new(resource, ["expires_on"], "the token never expires") if {
	some resource in input.resources
	not resource.facets.given.expires_on == true
}
