# METADATA
# title: Containers have a CPU limit
# description: Without a limit a busy container takes all the CPU time that its neighbours do not use at that moment; with one it is slowed down instead, so this is advice.
# scope: package
# custom:
#   id: k8s-cpu-limit-set
#   severity: low
#   origins: [kubernetes]
#   selector: {with: [resources]}
#   requires:
#     - facets.resources.containers[].limits.cpu
#     - facets.resources.containers[].name
#     - facets.resources.containers[].path
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Set a CPU limit well above the request, or leave the finding accepted where throttling would hurt more.
#       manual: the number has to be measured
#       snippet: |
#         resources:
#           requests:
#             cpu: 250m
#           limits:
#             cpu: "1"
#   references:
#     - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
package resilience.k8s_cpu_limit_set

import data.lib.finding

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	some container in resource.facets.resources.containers
	not _compliant(container)
	path := array.concat(container.path, ["resources", "limits", "cpu"])
	message := $"container {container.name} has no CPU limit"
}

_compliant(container) if container.limits.cpu in {"container", "pod", "limit-range"}
