# METADATA
# title: Pods stay out of the processes and memory of their node
# description: With its node's processes or memory in view a pod can watch and disturb everything that runs there.
# scope: package
# custom:
#   id: k8s-host-namespaces
#   severity: high
#   origins: [kubernetes]
#   selector: {with: [pod]}
#   requires:
#     - facets.pod.path
#     - facets.pod.containers[].name
#     - facets.pod.containers[].path
#     - facets.pod.containers[].spec.securityContext.windowsOptions.hostProcess
#     - facets.pod.spec.hostIPC
#     - facets.pod.spec.hostPID
#     - facets.pod.spec.securityContext.windowsOptions.hostProcess
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: Remove `hostPID`, `hostIPC` and `hostProcess`.
#       edits:
#         - {do: remove}
#       snippet: |
#         spec:
#           hostPID: false
#           hostIPC: false
#   references:
#     - https://kubernetes.io/docs/concepts/security/pod-security-standards/
package hardening.k8s_host_namespaces

import data.lib.finding

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	some setting, value in _settings(resource.facets.pod.spec)
	not value in {false, null}
	path := array.concat(resource.facets.pod.path, split(setting, "."))
	message := $"the pod sets {setting}"
}

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	some container in resource.facets.pod.containers
	not object.get(container.spec, ["securityContext", "windowsOptions", "hostProcess"], false) in {false, null}
	path := array.concat(container.path, ["securityContext", "windowsOptions", "hostProcess"])
	message := $"container {container.name} is a host process"
}

_settings(spec) := {
	"hostPID": object.get(spec, "hostPID", false),
	"hostIPC": object.get(spec, "hostIPC", false),
	"securityContext.windowsOptions.hostProcess": object.get(
		spec,
		["securityContext", "windowsOptions", "hostProcess"],
		false,
	),
}
