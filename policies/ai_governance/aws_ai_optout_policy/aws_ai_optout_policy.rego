# METADATA
# title: Content is kept from improving AWS's AI services
# description: Some AI services of AWS keep what they process, also in other regions, to improve themselves, unless the organisation opts out.
# scope: package
# custom:
#   id: aws-ai-optout-policy
#   severity: medium
#   origins: [terraform]
#   selector: {types: [aws_organizations_policy], with: [ai_opt_out]}
#   requires:
#     - facets.ai_opt_out.at_root
#     - facets.ai_opt_out.default
#     - facets.ai_opt_out.opted_in
#   parameters: []
#   remediation:
#     terraform:
#       text: Opt out by default and attach the policy to the root of the organisation.
#       snippet: |
#         resource "aws_organizations_policy" "ai" {
#           name = "ai-opt-out"
#           type = "AISERVICES_OPT_OUT_POLICY"
#           content = jsonencode({
#             services = { default = { opt_out_policy = { "@@assign" = "optOut" } } }
#           })
#         }
#
#         resource "aws_organizations_policy_attachment" "ai" {
#           policy_id = aws_organizations_policy.ai.id
#           target_id = aws_organizations_organization.main.roots[0].id
#         }
#   references:
#     - https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ai-opt-out.html
package ai_governance.aws_ai_optout_policy

import data.lib.finding

deny contains finding.new(resource, ["content"], message) if {
	some resource in input.resources
	not resource.facets.ai_opt_out.default == "optOut"
	message := "it does not opt out of all AI services by default"
}

deny contains finding.new(resource, ["content"], message) if {
	some resource in input.resources
	count(resource.facets.ai_opt_out.opted_in) > 0
	message := $"it lets {concat(", ", resource.facets.ai_opt_out.opted_in)} use content"
}

deny contains finding.new(resource, [], message) if {
	some resource in input.resources
	not resource.facets.ai_opt_out.at_root == true
	message := "it is not attached to the root of the organisation"
}
