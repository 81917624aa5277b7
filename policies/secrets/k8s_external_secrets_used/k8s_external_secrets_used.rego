# METADATA
# title: Secrets come from a secret store
# description: A Secret kept by hand is never renewed, and nobody knows who holds copies of it; a store issues, renews and logs.
# scope: package
# custom:
#   id: k8s-external-secrets-used
#   severity: low
#   origins: [kubernetes]
#   selector: {with: [secret_sources]}
#   requires:
#     - facets.secret_sources[].name
#     - facets.secret_sources[].origin
#     - facets.secret_sources[].path
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: Keep the value in a secret store and let External Secrets, the Vault operator or the Secrets Store CSI driver make the Secret from it.
#       manual: a secret store has to hold the value
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
#     - https://external-secrets.io/latest/
#     - https://kubernetes.io/docs/concepts/security/secrets-good-practices/
package secrets.k8s_external_secrets_used

import data.lib.finding

deny contains finding.new(resource, source.path, message) if {
	some resource in input.resources
	some source in resource.facets.secret_sources
	source.origin == "manifest"
	message := $"Secret {source.name} is made from a manifest that holds its values"
}

# Nothing that manifests show says who else makes Secrets in the cluster.
undecided contains finding.undecided(resource, reason) if {
	some resource in input.resources
	some source in resource.facets.secret_sources
	not source.origin in {"store", "cluster", "manifest"}
	reason := $"nothing in the input makes Secret {source.name}"
}
