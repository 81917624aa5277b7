# METADATA
# title: Replicated workloads have a disruption budget
# description: Without one, draining nodes may take all replicas of a service at once; with two, none of its pods can be evicted at all.
# scope: package
# custom:
#   id: k8s-pdb-exists
#   severity: medium
#   origins: [kubernetes]
#   selector: {types: [apps/Deployment, apps/StatefulSet], with: [disruption_budgets]}
#   requires:
#     - facets.disruption_budgets.names
#     - facets.disruption_budgets.path
#     - facets.replicas.minimum
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Add one PodDisruptionBudget whose selector matches the pods.
#       manual: how many pods may be missing is a decision
#       snippet: |
#         apiVersion: policy/v1
#         kind: PodDisruptionBudget
#         metadata:
#           name: web
#         spec:
#           maxUnavailable: 1
#           selector:
#             matchLabels: {app: web}
#   references:
#     - https://kubernetes.io/docs/tasks/run-application/configure-pdb/
package resilience.k8s_pdb_exists

import data.lib.finding

deny contains finding.new(resource, resource.facets.disruption_budgets.path, message) if {
	some resource in input.resources
	not _compliant(resource)
	message := _message(resource.facets.disruption_budgets.names)
}

exempt contains finding.exempt(resource, "a Deployment of a single replica has nothing to keep up") if {
	some resource in input.resources
	resource.type == "apps/Deployment"
	resource.facets.replicas.minimum < 2
}

_compliant(resource) if count(resource.facets.disruption_budgets.names) == 1

_message(names) := "no PodDisruptionBudget selects its pods" if count(names) == 0

else := $"several PodDisruptionBudgets select its pods: {concat(", ", names)}"
