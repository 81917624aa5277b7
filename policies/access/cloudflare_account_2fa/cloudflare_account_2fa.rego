# METADATA
# title: Members of the account need a second factor
# description: Who has the password of one member could otherwise redirect every zone of the account.
# scope: package
# custom:
#   id: cloudflare-account-2fa
#   severity: high
#   origins: [terraform]
#   selector: {types: [cloudflare_account], with: [second_factor]}
#   requires:
#     - facets.second_factor.enforced
#     - facets.second_factor.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Set `enforce_twofactor` to true; members without a second factor lose access until they have one.
#       snippet: |
#         resource "cloudflare_account" "main" {
#           name = "example"
#           settings = {
#             enforce_twofactor = true
#           }
#         }
#       edits:
#         - {do: set, value: true, when: {path: "settings.enforce_twofactor"}}
#   references:
#     - https://developers.cloudflare.com/fundamentals/user-profiles/2fa/
package access.cloudflare_account_2fa

import data.lib.finding

deny contains finding.new(resource, factor.path, "members may sign in with a password alone") if {
	some resource in input.resources
	factor := resource.facets.second_factor
	not factor.enforced == true
}
