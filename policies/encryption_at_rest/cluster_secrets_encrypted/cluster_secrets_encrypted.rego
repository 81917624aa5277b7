# METADATA
# title: Kubernetes secrets are encrypted in the cluster store
# description: A secret lies in etcd in clear, only encoded, unless the API server encrypts it with a key from outside; backups and disks of etcd show it then.
# scope: package
# custom:
#   id: cluster-secrets-encrypted
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_eks_cluster, google_container_cluster, azurerm_kubernetes_cluster], with: [encryption_at_rest]}
#   requires:
#     - facets.encryption_at_rest.encryption
#     - facets.encryption_at_rest.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Name a KMS key for secrets, or upgrade to Kubernetes 1.28 or newer, where EKS encrypts all API data with a key of its own.
#       snippet: |
#         resource "aws_eks_cluster" "main" {
#           encryption_config {
#             resources = ["secrets"]
#             provider {
#               key_arn = aws_kms_key.cluster.arn
#             }
#           }
#         }
#     google:
#       text: Let GKE encrypt secrets with a Cloud KMS key before it stores them.
#       snippet: |
#         resource "google_container_cluster" "main" {
#           name     = "main"
#           location = "europe-west3"
#
#           database_encryption {
#             state    = "ENCRYPTED"
#             key_name = google_kms_crypto_key.cluster.id
#           }
#         }
#     azurerm:
#       text: Let the API server encrypt secrets with a key of Key Vault that the identity of the cluster may use.
#       snippet: |
#         resource "azurerm_kubernetes_cluster" "main" {
#           key_management_service {
#             key_vault_key_id = azurerm_key_vault_key.cluster.id
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/eks/latest/userguide/envelope-encryption.html
#     - https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
#     - https://docs.cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets
#     - https://learn.microsoft.com/en-us/azure/aks/use-kms-etcd-encryption
package encryption_at_rest.cluster_secrets_encrypted

import data.lib.encryption
import data.lib.finding

deny contains finding.new(resource, resource.facets.encryption_at_rest.path, message) if {
	some resource in input.resources
	not encryption.encrypted(resource)
	message := "no key of a key service encrypts the secrets in the cluster store"
}
