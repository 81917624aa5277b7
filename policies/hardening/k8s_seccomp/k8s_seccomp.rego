# METADATA
# title: System calls are filtered
# description: Without a seccomp profile a container may make every system call, also those that only exploits use.
# scope: package
# custom:
#   id: k8s-seccomp
#   severity: medium
#   origins: [kubernetes]
#   selector: {with: [pod]}
#   requires:
#     - facets.pod.containers[].name
#     - facets.pod.containers[].path
#     - facets.pod.containers[].spec.securityContext.seccompProfile.type
#     - facets.pod.spec.os.name
#     - facets.pod.spec.securityContext.seccompProfile.type
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Set the seccomp profile RuntimeDefault for the pod. A kubelet with SeccompDefault does so too, which manifests cannot show.
#       edits:
#         - {do: set, value: RuntimeDefault}
#       snippet: |
#         securityContext:
#           seccompProfile:
#             type: RuntimeDefault
#   references:
#     - https://kubernetes.io/docs/tutorials/security/seccomp/
#     - https://kubernetes.io/docs/concepts/security/pod-security-standards/
package hardening.k8s_seccomp

import data.lib.finding
import data.lib.kubernetes

deny contains finding.graded(resource, path, message, severity) if {
	some resource in input.resources
	some container in resource.facets.pod.containers
	not _compliant(resource.facets.pod.spec, container)
	path := array.concat(container.path, ["securityContext", "seccompProfile", "type"])
	[message, severity] := _verdict(resource.facets.pod.spec, container)
}

exempt contains finding.exempt(resource, "Windows pods have no system call filter") if {
	some resource in input.resources
	kubernetes.windows(resource)
}

_compliant(pod, container) if _seccomp(pod, container) in {"Localhost", "RuntimeDefault"}

_verdict(pod, container) := [$"container {container.name} switches seccomp off", "high"] if {
	_seccomp(pod, container) == "Unconfined"
}

else := [$"container {container.name} has no seccomp profile", "medium"]

# What the container says holds before what the pod says.
_seccomp(pod, container) := type if type := container.spec.securityContext.seccompProfile.type

else := pod.securityContext.seccompProfile.type
