# METADATA
# title: Control planes of clusters are logged
# description: Without the audit log of the API server nobody can tell who did what in the cluster. EKS records nothing by default.
# scope: package
# custom:
#   id: cluster-control-plane-logs
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_eks_cluster]}
#   requires:
#     - attributes.enabled_cluster_log_types[]
#   remediation:
#     terraform:
#       text: Enable all control plane log types, and keep the log group for as long as audit logs must be kept.
#       snippet: |
#         resource "aws_eks_cluster" "main" {
#           enabled_cluster_log_types = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
#         }
#   references:
#     - https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
package audit.cluster_control_plane_logs

import data.lib.finding

deny contains finding.new(resource, ["enabled_cluster_log_types"], message) if {
	some resource in input.resources
	missing := {"api", "audit", "authenticator"} - _enabled(resource)
	count(missing) > 0
	message := $"control-plane logs not enabled: {concat(", ", sort(missing))}"
}

deny contains finding.graded(resource, ["enabled_cluster_log_types"], message, "low") if {
	some resource in input.resources
	missing := {"controllerManager", "scheduler"} - _enabled(resource)
	count(missing) > 0
	message := $"control-plane logs not enabled: {concat(", ", sort(missing))}"
}

_enabled(resource) := {type | some type in resource.attributes.enabled_cluster_log_types}
