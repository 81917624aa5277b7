# METADATA
# title: IAM policies do not hand out full administration
# description: A policy that allows every action on every resource makes any stolen credential of its holder a stolen account.
# scope: package
# custom:
#   id: iam-no-admin-policy
#   severity: critical
#   origins: [terraform, aws]
#   selector: {types: [aws_iam_policy, aws_iam_role_policy, aws_iam_user_policy, aws_iam_group_policy, aws_iam_role, aws_ssoadmin_permission_set_inline_policy, aws_iam_role_policy_attachment, aws_iam_user_policy_attachment, aws_iam_group_policy_attachment, aws_iam_policy_attachment, aws_ssoadmin_managed_policy_attachment]}
#   requires:
#     - facets.attached_policies[].arn
#     - facets.attached_policies[].path
#     - facets.policy_documents[].kind
#     - facets.policy_documents[].statements[].actions
#     - facets.policy_documents[].statements[].conditions[].key
#     - facets.policy_documents[].statements[].conditions[].operator
#     - facets.policy_documents[].statements[].conditions[].values
#     - facets.policy_documents[].statements[].effect
#     - facets.policy_documents[].statements[].everywhere
#     - facets.policy_documents[].statements[].path
#   parameters: [break_glass_addresses]
#   independent: true
#   remediation:
#     terraform:
#       text: Name the actions and resources the holder needs. Keep full administration to break-glass roles and list their addresses in `break_glass_addresses`.
#       snippet: |
#         data "aws_iam_policy_document" "reports" {
#           statement {
#             actions   = ["s3:GetObject", "s3:PutObject"]
#             resources = ["${aws_s3_bucket.reports.arn}/*"]
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
#     - https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html
package access.iam_no_admin_policy

import data.lib.finding
import data.lib.statement as statements

deny contains finding.new(resource, statement.path, message) if {
	some resource in input.resources
	some document in resource.facets.policy_documents
	document.kind == "identity"
	some statement in document.statements
	_administers(statement)
	message := "allows every action on every resource"
}

deny contains finding.graded(resource, attached.path, message, severity) if {
	some resource in input.resources
	some attached in resource.facets.attached_policies
	some name, severity in _managed
	endswith(attached.arn, $":aws:policy/{name}")
	message := $"attaches the policy {name}"
}

exempt contains finding.exempt(resource, "kept for emergencies") if {
	some resource in input.resources
	resource.key in data.parameters.break_glass_addresses
}

_administers(statement) if {
	statement.effect == "Allow"
	some action in statement.actions
	action in {"*", "*:*"}
	statement.everywhere == true
	not statements.restricted(statement)
}

# Ready-made policies of AWS that amount to administration. IAMFullAccess can give itself the rest.
_managed := {"AdministratorAccess": "critical", "IAMFullAccess": "critical", "PowerUserAccess": "high"}
