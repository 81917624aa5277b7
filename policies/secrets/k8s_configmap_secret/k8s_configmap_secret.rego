# METADATA
# title: ConfigMaps hold no secrets
# description: ConfigMaps are neither encrypted nor guarded like Secrets, and many may read them.
# scope: package
# custom:
#   id: k8s-configmap-secret
#   severity: high
#   origins: [kubernetes]
#   selector: {types: [core/ConfigMap], with: [plaintext_secrets]}
#   requires:
#     - facets.plaintext_secrets.data[].detector
#     - facets.plaintext_secrets.data[].fingerprint
#     - facets.plaintext_secrets.data[].name
#     - facets.plaintext_secrets.data[].path
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: Move the value into a Secret that is made outside the repository, and replace the secret that was exposed.
#       manual: the secret has to be replaced and kept elsewhere
#       snippet: |
#         apiVersion: v1
#         kind: ConfigMap
#         metadata:
#           name: app
#         data:
#           DB_HOST: db.shop.svc
#   references:
#     - https://kubernetes.io/docs/concepts/configuration/secret/
#     - https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html
package secrets.k8s_configmap_secret

import data.lib.finding

deny contains finding.new(resource, secret.path, message) if {
	some resource in input.resources
	some secret in resource.facets.plaintext_secrets.data
	message := $"the value of {secret.name} is a secret in plain text ({secret.detector}, fingerprint {secret.fingerprint})"
}
