# METADATA
# title: Containers request CPU and memory
# description: Without requests the scheduler overfills nodes, and the pod is the first to be evicted.
# scope: package
# custom:
#   id: k8s-requests-set
#   severity: medium
#   origins: [kubernetes]
#   selector: {with: [pod, resources]}
#   requires:
#     - facets.pod.containers[].kind
#     - facets.pod.containers[].path
#     - facets.resources.containers[].name
#     - facets.resources.containers[].path
#     - facets.resources.containers[].requests.cpu
#     - facets.resources.containers[].requests.memory
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Set requests for CPU and memory on every container that runs with the pod, or for the pod as a whole.
#       manual: the numbers have to be measured
#       snippet: |
#         resources:
#           requests:
#             cpu: 250m
#             memory: 256Mi
#   references:
#     - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
#     - https://kubernetes.io/docs/concepts/policy/limit-range/
#     - https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
package resilience.k8s_requests_set

import data.lib.finding

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	some container in resource.facets.resources.containers
	not _is_over_first(resource.facets, container)
	missing := [_words[name] | some name in ["cpu", "memory"]; not _compliant(container.requests, name)]
	count(missing) > 0
	path := array.concat(container.path, ["resources", "requests"])
	names := concat(" or ", missing)
	message := $"container {container.name} requests no {names}"
}

# The scheduler takes what the most demanding init container asks or all others together, so one that asks nothing changes nothing.
_is_over_first(facets, container) if {
	some other in facets.pod.containers
	other.kind == "init"
	other.path == container.path
}

_words := {"cpu": "CPU", "memory": "memory"}

_compliant(requests, "cpu") if requests.cpu in {"container", "limit", "pod", "limit-range"}

_compliant(requests, "memory") if requests.memory in {"container", "limit", "pod", "limit-range"}
