# METADATA
# title: IAM policies do not let their holder gain more rights
# description: "Some actions on every resource are enough to become administrator: writing policies, making keys for others, or passing a strong role to a machine one controls."
# scope: package
# custom:
#   id: iam-no-privilege-escalation
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_iam_policy, aws_iam_role_policy, aws_iam_user_policy, aws_iam_group_policy, aws_iam_role, aws_ssoadmin_permission_set_inline_policy]}
#   requires:
#     - facets.policy_documents[].kind
#     - facets.policy_documents[].statements[].actions
#     - facets.policy_documents[].statements[].conditions[].key
#     - facets.policy_documents[].statements[].conditions[].operator
#     - facets.policy_documents[].statements[].conditions[].values
#     - facets.policy_documents[].statements[].effect
#     - facets.policy_documents[].statements[].everywhere
#     - facets.policy_documents[].statements[].not_actions
#     - facets.policy_documents[].statements[].path
#   independent: true
#   remediation:
#     terraform:
#       text: "Hold these actions to the roles and policies they are meant for, and `iam:PassRole` to named roles and one service."
#       snippet: |
#         statement {
#           actions   = ["iam:PassRole"]
#           resources = [aws_iam_role.worker.arn]
#           condition {
#             test     = "StringEquals"
#             variable = "iam:PassedToService"
#             values   = ["lambda.amazonaws.com"]
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
#     - https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
package access.iam_no_privilege_escalation

import data.lib.finding
import data.lib.statement as statements

deny contains finding.new(resource, statement.path, message) if {
	some resource in input.resources
	some document in resource.facets.policy_documents
	document.kind == "identity"
	some statement in document.statements
	_open(statement)
	ways := {action | some action in _alone; statements.allows(statement, action)}
	count(ways) > 0
	message := $"allows {concat(", ", sort(ways))} on every resource"
}

deny contains finding.new(resource, statement.path, message) if {
	some resource in input.resources
	some document in resource.facets.policy_documents
	document.kind == "identity"
	some statement in document.statements
	_open(statement)
	statements.allows(statement, "iam:PassRole")
	ways := {action | some action in _with_role; some other in document.statements; statements.allows(other, action)}
	count(ways) > 0
	message := $"allows iam:PassRole on every resource together with {concat(", ", sort(ways))}"
}

_open(statement) if {
	statement.effect == "Allow"
	statement.everywhere == true
	not statements.restricted(statement)
}

# Actions that raise rights by themselves (version 2026-11).
_alone := {
	"iam:AddUserToGroup",
	"iam:AttachGroupPolicy",
	"iam:AttachRolePolicy",
	"iam:AttachUserPolicy",
	"iam:CreateAccessKey",
	"iam:CreateLoginProfile",
	"iam:CreatePolicyVersion",
	"iam:PutGroupPolicy",
	"iam:PutRolePolicy",
	"iam:PutUserPolicy",
	"iam:SetDefaultPolicyVersion",
	"iam:UpdateAssumeRolePolicy",
	"iam:UpdateLoginProfile",
	"sts:AssumeRole",
}

# Actions that start something with the role that is passed to it (version 2026-11).
_with_role := {
	"cloudformation:CreateStack",
	"codebuild:CreateProject",
	"ec2:RunInstances",
	"ecs:RunTask",
	"glue:CreateJob",
	"lambda:CreateFunction",
	"sagemaker:CreateNotebookInstance",
	"sagemaker:CreateTrainingJob",
}
