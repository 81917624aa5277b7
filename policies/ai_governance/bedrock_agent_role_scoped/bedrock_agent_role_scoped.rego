# METADATA
# title: Roles of agents are narrow and their own
# description: An agent does what a prompt talks it into, with all rights of its role; a trust policy without a source lets agents of other accounts borrow the role.
# scope: package
# custom:
#   id: bedrock-agent-role-scoped
#   severity: high
#   origins: [terraform]
#   selector: {types: [aws_bedrockagent_agent, aws_bedrockagent_knowledge_base]}
#   requires:
#     - facets.service_role.broad
#     - facets.service_role.guarded
#     - facets.service_role.outsiders
#     - facets.service_role.path
#     - facets.service_role.role
#     - facets.service_role.shared_with
#   parameters: []
#   remediation:
#     terraform:
#       text: Give each agent a role of its own that names actions and resources, and let the trust policy name the account or agent it acts for.
#       snippet: |
#         data "aws_iam_policy_document" "trust" {
#           statement {
#             actions = ["sts:AssumeRole"]
#             principals {
#               type        = "Service"
#               identifiers = ["bedrock.amazonaws.com"]
#             }
#             condition {
#               test     = "StringEquals"
#               variable = "aws:SourceAccount"
#               values   = [data.aws_caller_identity.current.account_id]
#             }
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html
#     - https://docs.aws.amazon.com/bedrock/latest/userguide/cross-service-confused-deputy-prevention.html
package ai_governance.bedrock_agent_role_scoped

import data.lib.finding

deny contains finding.new(resource, role.path, message) if {
	some resource in input.resources
	role := resource.facets.service_role
	count(role.broad) > 0
	message := $"its role {role.role} is given {concat(", ", role.broad)} on every resource"
}

deny contains finding.graded(resource, role.path, message, "medium") if {
	some resource in input.resources
	role := resource.facets.service_role
	count(role.outsiders) > 0
	message := $"its role {role.role} can be taken on by {concat(", ", role.outsiders)}"
}

deny contains finding.graded(resource, role.path, message, "medium") if {
	some resource in input.resources
	role := resource.facets.service_role
	not role.guarded == true
	message := $"the trust policy of its role {role.role} does not say for which account or agent the service may act"
}

deny contains finding.graded(resource, role.path, message, "low") if {
	some resource in input.resources
	role := resource.facets.service_role
	count(role.shared_with) > 0
	message := $"its role {role.role} is also that of {concat(", ", role.shared_with)}"
}
