# METADATA
# title: KMS keys cannot be used by anyone
# description: A key policy that lets everyone decrypt makes the encryption of whatever the key protects worthless.
# scope: package
# custom:
#   id: kms-key-policy-no-public
#   severity: critical
#   origins: [terraform, aws]
#   selector: {types: [aws_kms_key, aws_kms_key_policy, google_kms_crypto_key_iam_binding, google_kms_crypto_key_iam_member, google_kms_crypto_key_iam_policy, google_kms_key_ring_iam_binding, google_kms_key_ring_iam_member, google_kms_key_ring_iam_policy]}
#   requires:
#     - facets.policy_documents[].statements[].actions
#     - facets.policy_documents[].statements[].anyone
#     - facets.policy_documents[].statements[].effect
#     - facets.policy_documents[].statements[].narrowed
#     - facets.policy_documents[].statements[].not_actions
#     - facets.policy_documents[].statements[].path
#     - facets.public_grants.grants[].grantee
#     - facets.public_grants.grants[].path
#     - facets.public_grants.grants[].permission
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
#     google:
#       text: Grant the use of a key to the service accounts and service agents that need it, by name.
#       snippet: |
#         resource "google_kms_crypto_key_iam_member" "storage" {
#           crypto_key_id = google_kms_crypto_key.data.id
#           role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
#           member        = "serviceAccount:records@example-project.iam.gserviceaccount.com"
#         }
#   references:
#     - https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
#     - https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
#     - https://docs.cloud.google.com/kms/docs/iam
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

deny contains finding.new(resource, grant.path, message) if {
	some resource in input.resources
	some grant in resource.facets.public_grants.grants
	message := $"the grant gives {grant.permission} to {grant.grantee}"
}

# What reading protected data, or taking over the key, needs.
_uses := {"kms:CreateGrant", "kms:Decrypt", "kms:GenerateDataKey", "kms:PutKeyPolicy", "kms:ReEncryptFrom"}
