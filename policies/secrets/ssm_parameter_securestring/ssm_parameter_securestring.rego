# METADATA
# title: Secrets in Parameter Store are encrypted
# description: A parameter of type String is stored and shown in clear to everyone who may read parameters; a SecureString takes the right to use its key as well.
# scope: package
# custom:
#   id: ssm-parameter-securestring
#   severity: high
#   origins: [terraform]
#   selector: {types: [aws_ssm_parameter], with: [content_secrets]}
#   requires:
#     - facets.content_secrets[].detector
#     - facets.content_secrets[].name
#   parameters: []
#   independent: true
#   remediation:
#     terraform:
#       text: Make it a SecureString and pass the value through a write-only argument, so that it reaches no state either. Replace the secret that was in clear.
#       snippet: |
#         resource "aws_ssm_parameter" "db_password" {
#           name             = "/app/db/password"
#           type             = "SecureString"
#           key_id           = aws_kms_key.parameters.arn
#           value_wo         = ephemeral.random_password.db.result
#           value_wo_version = 1
#         }
#       edits:
#         - {do: set, value: SecureString, when: {path: type}}
#   references:
#     - https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html
package secrets.ssm_parameter_securestring

import data.lib.finding

deny contains finding.new(resource, ["type"], message) if {
	some resource in input.resources
	some sighting in resource.facets.content_secrets
	message := $"{sighting.name} holds a secret and is not encrypted (recognised by: {sighting.detector})"
}
