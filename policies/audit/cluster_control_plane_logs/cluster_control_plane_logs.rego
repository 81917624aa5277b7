# METADATA
# title: Control planes of clusters are logged
# description: Without the audit log of the API server nobody can tell who did what in the cluster. EKS records nothing by default.
# scope: package
# custom:
#   id: cluster-control-plane-logs
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_eks_cluster, azurerm_kubernetes_cluster, google_container_cluster]}
#   requires:
#     - attributes.enabled_cluster_log_types[]
#     - attributes.logging_config[].enable_components[]
#     - attributes.logging_service
#     - facets.diagnostics.audit
#   remediation:
#     terraform:
#       text: Enable all control plane log types, and keep the log group for as long as audit logs must be kept.
#       snippet: |
#         resource "aws_eks_cluster" "main" {
#           enabled_cluster_log_types = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
#         }
#       edits:
#         - {do: set, value: [api, audit, authenticator, controllerManager, scheduler], when: {path: enabled_cluster_log_types}}
#     azurerm:
#       text: Send the category `kube-audit` or `kube-audit-admin` to a workspace or storage account; the agent for node metrics carries none of it.
#       snippet: |
#         resource "azurerm_monitor_diagnostic_setting" "cluster" {
#           name                       = "audit"
#           target_resource_id         = azurerm_kubernetes_cluster.main.id
#           log_analytics_workspace_id = azurerm_log_analytics_workspace.main.id
#
#           enabled_log {
#             category = "kube-audit-admin"
#           }
#         }
#     google:
#       text: Leave logging on, at least of the system components; the audit logs of the API server are written then.
#       snippet: |
#         resource "google_container_cluster" "main" {
#           name     = "main"
#           location = "europe-west3"
#
#           logging_config {
#             enable_components = ["SYSTEM_COMPONENTS", "APISERVER", "WORKLOADS"]
#           }
#         }
#       edits:
#         - {do: remove, when: {path: logging_service}}
#   references:
#     - https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
#     - https://learn.microsoft.com/en-us/azure/aks/monitor-aks-reference
#     - https://docs.cloud.google.com/kubernetes-engine/docs/how-to/view-logs
package audit.cluster_control_plane_logs

import data.lib.finding

deny contains finding.graded(resource, ["enabled_cluster_log_types"], message, _severity(missing)) if {
	some resource in input.resources
	not _elsewhere(resource)
	missing := {"api", "audit", "authenticator"} - _enabled(resource)
	count(missing) > 0
	message := $"control-plane logs not enabled: {concat(", ", sort(missing))}"
}

# The audit log tells who did what; the others say how they came in.
_severity(missing) := "high" if {
	"audit" in missing
} else := "medium"

deny contains finding.graded(resource, ["enabled_cluster_log_types"], message, "low") if {
	some resource in input.resources
	not _elsewhere(resource)
	missing := {"controllerManager", "scheduler"} - _enabled(resource)
	count(missing) > 0
	message := $"control-plane logs not enabled: {concat(", ", sort(missing))}"
}

# Clusters of the other providers have arguments of their own.
_elsewhere(resource) if resource.type in {"azurerm_kubernetes_cluster", "google_container_cluster"}

# GKE sends audit logs and those of the system components unless logging is switched off.
deny contains finding.new(resource, ["logging_service"], "logging of the cluster is switched off") if {
	some resource in input.resources
	resource.type == "google_container_cluster"
	resource.attributes.logging_service == "none"
}

deny contains finding.new(resource, ["logging_config"], "the system components of the cluster are not logged") if {
	some resource in input.resources
	resource.type == "google_container_cluster"
	some config in resource.attributes.logging_config
	not "SYSTEM_COMPONENTS" in config.enable_components
}

_enabled(resource) := {type | some type in resource.attributes.enabled_cluster_log_types}

deny contains finding.new(resource, [], "no diagnostic setting in the plan sends the audit log of the API server anywhere") if {
	some resource in input.resources
	resource.type == "azurerm_kubernetes_cluster"
	not _sent(resource)
}

_sent(resource) if resource.facets.diagnostics.audit == true
