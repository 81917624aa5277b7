# METADATA
# title: Priorities of the system are left to the system
# description: Pods of these classes drive others off a full node, and are the last to be evicted; the components that keep the cluster alive need that for themselves.
# scope: package
# custom:
#   id: k8s-priority-class-system
#   severity: low
#   origins: [kubernetes]
#   selector: {with: [pod]}
#   requires:
#     - facets.pod.path
#     - facets.pod.spec.priorityClassName
#   parameters: [privileged_namespaces]
#   remediation:
#     kubernetes:
#       text: Make a PriorityClass of your own with the value the workload deserves, and use that.
#       manual: the rank the workload deserves is a decision
#       snippet: |
#         apiVersion: scheduling.k8s.io/v1
#         kind: PriorityClass
#         metadata: {name: business-critical}
#         value: 100000
#         description: The shop itself
#   references:
#     - https://kubernetes.io/docs/tasks/administer-cluster/guaranteed-scheduling-critical-addon-pods/
#     - https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
package resilience.k8s_priority_class_system

import data.lib.finding

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	not _compliant(resource, data.parameters.privileged_namespaces)
	path := array.concat(resource.facets.pod.path, ["priorityClassName"])
	message := $"the pods have the priority class {resource.facets.pod.spec.priorityClassName}"
}

undecided contains finding.undecided(resource, "the manifests leave open whether its namespace is one of the system's; state metadata.namespace") if {
	some resource in input.resources
	_system_class(resource.facets.pod.spec)
	resource.scope == ""
}

exempt contains finding.exempt(resource, "a namespace of the system (parameter privileged_namespaces)") if {
	some resource in input.resources
	resource.scope in data.parameters.privileged_namespaces
}

_compliant(resource, _) if not _system_class(resource.facets.pod.spec)

_compliant(resource, namespaces) if resource.scope in namespaces

# These are undecided.
_compliant(resource, _) if resource.scope == ""

_system_class(spec) if spec.priorityClassName in {"system-cluster-critical", "system-node-critical"}
