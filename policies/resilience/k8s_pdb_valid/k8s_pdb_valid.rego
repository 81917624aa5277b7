# METADATA
# title: Disruption budgets protect pods and let nodes be drained
# description: A budget that allows no eviction blocks every upgrade of a node until someone deletes it; one that selects no pod protects nothing.
# scope: package
# custom:
#   id: k8s-pdb-valid
#   severity: medium
#   origins: [kubernetes]
#   selector: {types: [policy/PodDisruptionBudget], with: [disruption_budget]}
#   requires:
#     - facets.disruption_budget.blocks
#     - facets.disruption_budget.path
#     - facets.disruption_budget.selects_nothing
#     - facets.disruption_budget.setting
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: Set either `maxUnavailable` above zero or `minAvailable` below the number of replicas, and a selector that matches the pods.
#       manual: how many pods may be missing is a decision
#       snippet: |
#         spec:
#           maxUnavailable: 1
#           selector:
#             matchLabels: {app: web}
#   references:
#     - https://kubernetes.io/docs/tasks/run-application/configure-pdb/
#     - https://kubernetes.io/docs/concepts/workloads/pods/disruptions/
package resilience.k8s_pdb_valid

import data.lib.finding

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	some [path, message] in _faults(resource.facets.disruption_budget)
}

_faults(budget) := {[path, message] |
	some [wrong, path, message] in [
		[budget.setting == "both", budget.path, "minAvailable and maxUnavailable are both set"],
		[budget.setting == "none", budget.path, "neither minAvailable nor maxUnavailable is set"],
		[budget.blocks, budget.path, $"{budget.setting} never lets a pod be evicted, so nodes cannot be drained"],
		[budget.selects_nothing, ["spec", "selector"], "its selector matches no pod"],
	]
	not wrong == false
}
