# METADATA
# title: Updates leave pods running
# description: An update that stops all pods before it starts new ones is an outage; one that nobody starts never brings a fix to the pods.
# scope: package
# custom:
#   id: k8s-rolling-update
#   severity: medium
#   origins: [kubernetes]
#   selector: {types: [apps/DaemonSet, apps/Deployment, apps/StatefulSet]}
#   requires:
#     - attributes.spec.strategy.rollingUpdate.maxUnavailable
#     - attributes.spec.strategy.type
#     - attributes.spec.updateStrategy.rollingUpdate.maxUnavailable
#     - attributes.spec.updateStrategy.type
#     - facets.replicas.minimum
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Use the strategy RollingUpdate with a `maxUnavailable` below the number of replicas.
#       manual: whether two versions can run side by side is not in the manifest
#       snippet: |
#         spec:
#           replicas: 3
#           strategy:
#             type: RollingUpdate
#             rollingUpdate:
#               maxUnavailable: 1
#   references:
#     - https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy
#     - https://kubernetes.io/docs/tasks/manage-daemon/update-daemon-set/
package resilience.k8s_rolling_update

import data.lib.finding

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	not _compliant(resource)
	[path, message] := _fault(resource)
}

exempt contains finding.exempt(resource, "an update of a single replica stops it in any case") if {
	some resource in input.resources
	resource.type in {"apps/Deployment", "apps/StatefulSet"}
	resource.facets.replicas.minimum < 2
}

_compliant(resource) if {
	not _stops_all(resource)
	not _idle(resource)
	not _takes_all(resource)
}

_fault(resource) := [["spec", "strategy", "type"], "an update stops all pods before it starts new ones (Recreate)"] if _stops_all(resource)

else := [["spec", "updateStrategy", "type"], "an update reaches a pod only when somebody deletes it (OnDelete)"] if _idle(resource)

else := [
	array.concat(_strategy_path(resource), ["rollingUpdate", "maxUnavailable"]),
	$"an update may stop all pods at once (maxUnavailable {_max_unavailable(resource)})",
]

_stops_all(resource) if resource.attributes.spec.strategy.type == "Recreate"

# Databases that elect a leader are often updated by an operator that way; a DaemonSet has none.
_idle(resource) if {
	resource.type == "apps/DaemonSet"
	resource.attributes.spec.updateStrategy.type == "OnDelete"
}

_takes_all(resource) if regex.match(`^0*[1-9][0-9]{2,}%$`, _max_unavailable(resource))

_takes_all(resource) if {
	is_number(_max_unavailable(resource))
	_max_unavailable(resource) >= resource.facets.replicas.minimum
}

# Left out: a quarter of a Deployment, one pod of the others.
_max_unavailable(resource) := object.get(resource.attributes, ["spec", "strategy", "rollingUpdate", "maxUnavailable"], "25%") if {
	resource.type == "apps/Deployment"
}

_max_unavailable(resource) := object.get(resource.attributes, ["spec", "updateStrategy", "rollingUpdate", "maxUnavailable"], "1%") if {
	resource.type != "apps/Deployment"
}

_strategy_path(resource) := ["spec", "strategy"] if resource.type == "apps/Deployment"

_strategy_path(resource) := ["spec", "updateStrategy"] if resource.type != "apps/Deployment"
