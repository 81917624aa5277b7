# METADATA
# title: Commands, probe headers and annotations hold no secrets
# description: Arguments are shown by every process list and kept in every copy of the manifest.
# scope: package
# custom:
#   id: k8s-args-secret
#   severity: high
#   origins: [kubernetes]
#   selector: {with: [pod, plaintext_secrets]}
#   requires:
#     - facets.plaintext_secrets.arguments[].detector
#     - facets.plaintext_secrets.arguments[].fingerprint
#     - facets.plaintext_secrets.arguments[].name
#     - facets.plaintext_secrets.arguments[].path
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: Pass the value through an environment variable that comes from a Secret, or a mounted file, and replace the secret that was exposed.
#       manual: the secret has to be replaced and kept elsewhere
#       snippet: |
#         args: ["--token-file=/var/run/secrets/app/token"]
#   references:
#     - https://kubernetes.io/docs/concepts/configuration/secret/
#     - https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html
package secrets.k8s_args_secret

import data.lib.finding

deny contains finding.new(resource, secret.path, message) if {
	some resource in input.resources
	some secret in resource.facets.plaintext_secrets.arguments
	message := $"{secret.name} is a secret in plain text ({secret.detector}, fingerprint {secret.fingerprint})"
}
