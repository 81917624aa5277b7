# METADATA
# title: Memory is requested up to its limit
# description: A node whose pods may use more memory than they have requested runs out of it, and kills containers that kept to their limits.
# scope: package
# custom:
#   id: k8s-qos-shape
#   severity: low
#   origins: [kubernetes]
#   selector: {with: [pod]}
#   requires:
#     - facets.pod.containers[].kind
#     - facets.pod.containers[].name
#     - facets.pod.containers[].path
#     - facets.pod.containers[].spec.resources.limits.memory
#     - facets.pod.containers[].spec.resources.requests.memory
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Request as much memory as the limit allows, or lower the limit.
#       manual: whether to request more or to allow less is a decision
#       snippet: |
#         resources:
#           requests:
#             memory: 512Mi
#           limits:
#             memory: 512Mi
#   references:
#     - https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/
#     - https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/
package resilience.k8s_qos_shape

import data.lib.finding

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	some container in resource.facets.pod.containers
	memory := _memory(container)
	not _compliant(memory)
	path := array.concat(container.path, ["resources", "requests", "memory"])
	message := $"container {container.name} requests {memory.request} of memory and may use {memory.limit}"
}

exempt contains finding.exempt(resource, "no container states both requests and limits") if {
	some resource in input.resources
	every container in resource.facets.pod.containers {
		not _states_both(container)
	}
}

_states_both(container) if {
	container.kind in {"container", "sidecar"}
	is_object(container.spec.resources.requests)
	is_object(container.spec.resources.limits)
}

# Init containers are over before the others start. A request left out is as high as the limit.
_memory(container) := {"request": request, "limit": limit} if {
	container.kind in {"container", "sidecar"}
	request := container.spec.resources.requests.memory
	limit := container.spec.resources.limits.memory
}

_compliant(memory) if memory.request == memory.limit

_compliant(memory) if _bytes(memory.request) >= _bytes(memory.limit)

_bytes(quantity) := quantity if is_number(quantity)

else := to_number(number) * _units[unit] if {
	some [_, number, unit] in regex.find_all_string_submatch_n(`^([0-9]+(?:\.[0-9]+)?(?:[eE][0-9]+)?)([KMGTPE]i|[mkMGTPE]?)$`, quantity, 1)
}

_units := {
	"": 1, "m": 0.001, "k": 1000, "M": 1000000, "G": 1000000000, "T": 1000000000000, "P": 1000000000000000, "E": 1000000000000000000,
	"Ki": 1024, "Mi": 1048576, "Gi": 1073741824, "Ti": 1099511627776, "Pi": 1125899906842624, "Ei": 1152921504606846976,
}
