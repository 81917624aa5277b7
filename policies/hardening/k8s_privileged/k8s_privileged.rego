# METADATA
# title: Containers do not run privileged
# description: A privileged container has all devices and capabilities of its node; whoever breaks into it owns the node.
# scope: package
# custom:
#   id: k8s-privileged
#   severity: critical
#   origins: [kubernetes]
#   selector: {with: [pod]}
#   requires:
#     - facets.pod.containers[].name
#     - facets.pod.containers[].path
#     - facets.pod.containers[].spec.securityContext.privileged
#   parameters: [privileged_namespaces]
#   independent: true
#   remediation:
#     kubernetes:
#       text: Remove `privileged` or set it to false, and grant the single capability or device the program needs instead.
#       edits:
#         - {do: set, value: false}
#       snippet: |
#         securityContext:
#           privileged: false
#   references:
#     - https://kubernetes.io/docs/concepts/security/pod-security-standards/
#     - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
package hardening.k8s_privileged

import data.lib.finding

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	some container in resource.facets.pod.containers
	not _compliant(container)
	path := array.concat(container.path, ["securityContext", "privileged"])
	message := $"container {container.name} runs privileged"
}

exempt contains finding.exempt(resource, "its namespace is listed in privileged_namespaces") if {
	some resource in input.resources
	resource.scope in data.parameters.privileged_namespaces
}

_compliant(container) if object.get(container.spec, ["securityContext", "privileged"], false) in {false, null}
