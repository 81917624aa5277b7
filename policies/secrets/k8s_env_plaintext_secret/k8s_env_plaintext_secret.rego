# METADATA
# title: Environment variables hold no plain secrets
# description: A secret written into a manifest is read by everyone who sees the repository, the pod or its crash reports.
# scope: package
# custom:
#   id: k8s-env-plaintext-secret
#   severity: high
#   origins: [kubernetes]
#   selector: {with: [pod, plaintext_secrets]}
#   requires:
#     - facets.plaintext_secrets.env[].detector
#     - facets.plaintext_secrets.env[].fingerprint
#     - facets.plaintext_secrets.env[].name
#     - facets.plaintext_secrets.env[].path
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: Put the value into a Secret that is made outside the repository, refer to it, and replace the secret that was exposed.
#       manual: the secret has to be replaced and kept elsewhere
#       snippet: |
#         env:
#           - name: DB_PASSWORD
#             valueFrom:
#               secretKeyRef:
#                 name: db
#                 key: password
#   references:
#     - https://kubernetes.io/docs/concepts/configuration/secret/
#     - https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html
package secrets.k8s_env_plaintext_secret

import data.lib.finding

deny contains finding.new(resource, secret.path, message) if {
	some resource in input.resources
	some secret in resource.facets.plaintext_secrets.env
	message := $"environment variable {secret.name} holds a secret in plain text ({secret.detector}, fingerprint {secret.fingerprint})"
}
