# METADATA
# title: Backup vaults with classified data use a customer-managed key
# description: A copy outlives what it was made of. A key of your own decides who can read it, and can be withdrawn.
# scope: package
# custom:
#   id: backup-vault-cmk
#   severity: medium
#   origins: [terraform]
#   selector: {types: [aws_backup_vault], with: [encryption_at_rest]}
#   requires:
#     - facets.encryption_at_rest.encryption
#     - facets.encryption_at_rest.path
#   parameters: [cmk_scope, sensitive_classes]
#   remediation:
#     terraform:
#       text: Make the vault with a key of your own; the key of an existing vault cannot be changed.
#       snippet: |
#         resource "aws_backup_vault" "records" {
#           name        = "records"
#           kms_key_arn = aws_kms_key.backup.arn
#         }
#   references:
#     - https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
package encryption_at_rest.backup_vault_cmk

import data.lib.classification
import data.lib.encryption
import data.lib.finding

deny contains finding.new(resource, resource.facets.encryption_at_rest.path, message) if {
	some resource in input.resources
	not encryption.with_customer_key(resource)
	message := "no customer-managed key encrypts the vault"
}

exempt contains finding.exempt(resource, "its tags do not classify its data as sensitive") if {
	some resource in input.resources
	data.parameters.cmk_scope != "all"
	not classification.one_of(resource.labels, data.parameters.sensitive_classes)
}
