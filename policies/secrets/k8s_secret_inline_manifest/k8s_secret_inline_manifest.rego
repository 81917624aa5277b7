# METADATA
# title: Secret manifests in files carry no values
# description: "Base64 hides nothing: a Secret in a repository is readable by all who can read the repository."
# scope: package
# custom:
#   id: k8s-secret-inline-manifest
#   severity: high
#   origins: [kubernetes]
#   selector: {types: [core/Secret], with: [secret_data]}
#   requires:
#     - facets.secret_data.plain[].keys
#     - facets.secret_data.plain[].path
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: Encrypt the manifest (SOPS, SealedSecret) or let External Secrets fetch the value, and replace the secrets that were exposed.
#       manual: the secret has to be replaced and kept elsewhere
#       snippet: |
#         apiVersion: external-secrets.io/v1
#         kind: ExternalSecret
#         metadata:
#           name: db
#         spec:
#           secretStoreRef: {name: vault, kind: ClusterSecretStore}
#           target: {name: db}
#           data:
#             - secretKey: password
#               remoteRef: {key: shop/db, property: password}
#   references:
#     - https://kubernetes.io/docs/concepts/security/secrets-good-practices/
#     - https://external-secrets.io/latest/
package secrets.k8s_secret_inline_manifest

import data.lib.finding

deny contains finding.new(resource, plain.path, message) if {
	some resource in input.resources
	some plain in resource.facets.secret_data.plain
	keys := concat(", ", plain.keys)
	message := $"the manifest holds readable values of {keys}"
}
