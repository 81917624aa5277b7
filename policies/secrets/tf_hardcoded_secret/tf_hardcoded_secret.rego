# METADATA
# title: No secrets are written into Terraform code
# description: A secret in the configuration is in version control, in every copy of it, in plans and in the state, and outlives its change.
# scope: package
# custom:
#   id: tf-hardcoded-secret
#   severity: high
#   origins: [terraform]
#   selector: {with: [hardcoded_secrets]}
#   requires:
#     - facets.hardcoded_secrets[].detector
#     - facets.hardcoded_secrets[].name
#     - facets.hardcoded_secrets[].path
#   independent: true
#   remediation:
#     terraform:
#       text: Replace the secret, let AWS manage it or generate it, and pass it by reference or through a write-only argument. Changing the code alone leaves it in the history.
#       snippet: |
#         ephemeral "random_password" "db" {
#           length = 32
#         }
#
#         resource "aws_db_instance" "main" {
#           password_wo         = ephemeral.random_password.db.result
#           password_wo_version = 1
#         }
#     azurerm:
#       text: Replace the secret, and use Entra ID instead of a password where the service can; else generate it and pass it by reference or through a write-only argument. Changing the code alone leaves it in the history.
#       snippet: |
#         ephemeral "random_password" "db" {
#           length = 32
#         }
#
#         resource "azurerm_postgresql_flexible_server" "main" {
#           administrator_password_wo         = ephemeral.random_password.db.result
#           administrator_password_wo_version = 1
#         }
#   references:
#     - https://developer.hashicorp.com/terraform/language/manage-sensitive-data
#     - https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html
#     - https://learn.microsoft.com/en-us/azure/key-vault/secrets/secrets-best-practices
package secrets.tf_hardcoded_secret

import data.lib.finding

deny contains finding.new(resource, sighting.path, message) if {
	some resource in input.resources
	some sighting in resource.facets.hardcoded_secrets
	message := $"{sighting.name} is written down in clear (recognised by: {sighting.detector})"
}
