# METADATA
# title: Clusters decide by roles
# description: Without role-based access control whoever gets into a cluster may do everything in it, pods included.
# scope: package
# custom:
#   id: cluster-rbac-enabled
#   severity: medium
#   origins: [terraform]
#   selector: {types: [azurerm_kubernetes_cluster, google_container_cluster]}
#   requires:
#     - attributes.enable_legacy_abac
#     - attributes.role_based_access_control_enabled
#   parameters: []
#   remediation:
#     terraform:
#       text: Keep role-based access control on, and no older control beside it.
#       snippet: |
#         resource "azurerm_kubernetes_cluster" "main" {
#           role_based_access_control_enabled = true
#         }
#     azurerm:
#       text: Switch role-based access control on. It can be chosen only when the cluster is made, so that an existing one has to be replaced.
#       snippet: |
#         resource "azurerm_kubernetes_cluster" "main" {
#           role_based_access_control_enabled = true
#         }
#       edits:
#         - {do: set, value: true, when: {path: role_based_access_control_enabled, creating: true}}
#     google:
#       text: Leave enable_legacy_abac at its default of false, and give out roles instead.
#       snippet: |
#         resource "google_container_cluster" "main" {
#           name               = "main"
#           location           = "europe-west3"
#           enable_legacy_abac = false
#         }
#       edits:
#         - {do: set, value: false, when: {path: enable_legacy_abac}}
#   references:
#     - https://learn.microsoft.com/en-us/azure/aks/concepts-identity
#     - https://kubernetes.io/docs/reference/access-authn-authz/rbac/
#     - https://docs.cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster
package access.cluster_rbac_enabled

import data.lib.finding

deny contains finding.new(resource, ["role_based_access_control_enabled"], "role-based access control is switched off") if {
	some resource in input.resources
	not _by_role(resource.attributes)
}

# GKE always has roles; the older control beside them lets accounts do what no role allows.
deny contains finding.new(resource, ["enable_legacy_abac"], "attribute-based control is switched on beside roles") if {
	some resource in input.resources
	not _roles_only(resource.attributes)
}

_roles_only(attributes) if object.get(attributes, "enable_legacy_abac", null) in {false, null}

# On unless switched off.
_by_role(attributes) if object.get(attributes, "role_based_access_control_enabled", null) in {true, null}
