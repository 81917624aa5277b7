# METADATA
# title: IAM policies do not open whole services
# description: All actions of a service on all its resources include those that delete data, stop logging or change who may do what.
# scope: package
# custom:
#   id: iam-no-service-wildcard
#   severity: medium
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
#       text: List the actions that are needed, or hold the statement to the resources it is for.
#       snippet: |
#         statement {
#           actions   = ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"]
#           resources = [aws_sqs_queue.orders.arn]
#         }
#   references:
#     - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
#     - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html
package access.iam_no_service_wildcard

import data.lib.finding
import data.lib.statement as statements

deny contains finding.new(resource, statement.path, message) if {
	some resource in input.resources
	some document in resource.facets.policy_documents
	document.kind == "identity"
	some statement in document.statements
	_open(statement)
	some action in statement.actions
	regex.match(`^[A-Za-z0-9-]+:\*+$`, action)
	message := $"allows {action} on every resource"
}

deny contains finding.graded(resource, statement.path, message, "high") if {
	some resource in input.resources
	some document in resource.facets.policy_documents
	document.kind == "identity"
	some statement in document.statements
	_open(statement)
	count(statement.not_actions) > 0
	message := "allows everything but a few actions on every resource"
}

_open(statement) if {
	statement.effect == "Allow"
	statement.everywhere == true
	not statements.restricted(statement)
}
