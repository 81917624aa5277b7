# METADATA
# title: Containers have a memory limit
# description: A container without a memory limit can take the memory of its node, and with it every pod there.
# scope: package
# custom:
#   id: k8s-memory-limit-set
#   severity: medium
#   origins: [kubernetes]
#   selector: {with: [resources]}
#   requires:
#     - facets.resources.containers[].limits.memory
#     - facets.resources.containers[].name
#     - facets.resources.containers[].path
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Set a memory limit on every container, or for the pod as a whole.
#       manual: the number has to be measured
#       snippet: |
#         resources:
#           limits:
#             memory: 512Mi
#   references:
#     - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
#     - https://kubernetes.io/docs/concepts/policy/limit-range/
package resilience.k8s_memory_limit_set

import data.lib.finding

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	some container in resource.facets.resources.containers
	not _compliant(container)
	path := array.concat(container.path, ["resources", "limits", "memory"])
	message := $"container {container.name} has no memory limit"
}

_compliant(container) if container.limits.memory in {"container", "pod", "limit-range"}
