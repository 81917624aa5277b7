# METADATA
# title: KMS keys cannot be used by anyone
# description: A key policy that lets everyone decrypt makes the encryption of whatever the key protects worthless.
# scope: package
# custom:
#   id: kms-key-policy-no-public
#   severity: critical
#   origins: [terraform, aws]
#   selector: {types: [aws_kms_key, aws_kms_key_policy]}
#   requires:
#     - facets.policy_documents[].statements[].actions
#     - facets.policy_documents[].statements[].anyone
#     - facets.policy_documents[].statements[].effect
#     - facets.policy_documents[].statements[].narrowed
#     - facets.policy_documents[].statements[].not_actions
#     - facets.policy_documents[].statements[].path
#   independent: true
#   remediation:
#     terraform:
#       text: "Name the account root and the roles that use the key; for a service add a condition on `kms:CallerAccount` beside `kms:ViaService`."
#       snippet: |
#         statement {
#           actions   = ["kms:*"]
#           resources = ["*"]
#           principals {
#             type        = "AWS"
#             identifiers = ["arn:aws:iam::123456789012:root"]
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
#     - https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
package access.kms_key_policy_no_public

import data.lib.finding
import data.lib.statement as statements

deny contains finding.new(resource, statement.path, message) if {
	some resource in input.resources
	some document in resource.facets.policy_documents
	some statement in document.statements
	statement.anyone == true
	statement.narrowed == false
	uses := {action | some action in _uses; statements.allows(statement, action)}
	count(uses) > 0
	message := $"anyone may call {concat(", ", sort(uses))}"
}

# What reading protected data, or taking over the key, needs.
_uses := {"kms:CreateGrant", "kms:Decrypt", "kms:GenerateDataKey", "kms:PutKeyPolicy", "kms:ReEncryptFrom"}
