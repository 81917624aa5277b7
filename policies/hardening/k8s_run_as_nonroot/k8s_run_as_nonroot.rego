# METADATA
# title: Containers do not run as root
# description: A process that is root in its container is root on the node when it gets out of it.
# scope: package
# custom:
#   id: k8s-run-as-nonroot
#   severity: high
#   origins: [kubernetes]
#   selector: {with: [pod]}
#   requires:
#     - facets.pod.containers[].name
#     - facets.pod.containers[].path
#     - facets.pod.containers[].spec.securityContext.runAsNonRoot
#     - facets.pod.containers[].spec.securityContext.runAsUser
#     - facets.pod.path
#     - facets.pod.spec.hostUsers
#     - facets.pod.spec.securityContext.runAsNonRoot
#     - facets.pod.spec.securityContext.runAsUser
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Set `runAsNonRoot` to true, and `runAsUser` to a number above zero where the image does not name its user as a number.
#       manual: where user 0 is asked for, another has to be chosen, and the image has to allow it
#       edits:
#         - {do: set, value: true, when: {path: "*.runAsNonRoot"}}
#       snippet: |
#         securityContext:
#           runAsNonRoot: true
#           runAsUser: 10001
#   references:
#     - https://kubernetes.io/docs/concepts/security/pod-security-standards/
#     - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
#     - https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/
package hardening.k8s_run_as_nonroot

import data.lib.finding

deny contains finding.graded(resource, path, message, _severity(resource.facets.pod.spec)) if {
	some resource in input.resources
	some container in resource.facets.pod.containers
	not _compliant(resource.facets.pod.spec, container)
	path := _path(resource.facets.pod, container)
	message := _message(resource.facets.pod.spec, container)
}

_compliant(pod, container) if {
	_non_root(pod, container) == true
	not _root(pod, container)
}

_compliant(pod, container) if {
	is_number(_user(pod, container))
	_user(pod, container) > 0
}

_root(pod, container) if _user(pod, container) == 0

# What the container says holds before what the pod says.
_user(pod, container) := user if user := container.spec.securityContext.runAsUser

else := pod.securityContext.runAsUser

_non_root(pod, container) := setting if setting := container.spec.securityContext.runAsNonRoot

else := pod.securityContext.runAsNonRoot

# In a user namespace of its own, root of the pod is an ordinary user of the node.
_severity(pod) := "low" if pod.hostUsers == false

else := "high"

_path(pod, container) := array.concat(pod.path, ["securityContext", "runAsUser"]) if {
	pod.spec.securityContext.runAsUser == 0
	_root(pod.spec, container)
	not container.spec.securityContext.runAsUser
}

else := array.concat(container.path, ["securityContext", "runAsUser"]) if _root(pod.spec, container)

else := array.concat(container.path, ["securityContext", "runAsNonRoot"])

_message(pod, container) := $"container {container.name} runs as user 0" if _root(pod, container)

else := $"container {container.name} may run as root: runAsNonRoot is false, and the user of the image is not known" if {
	_non_root(pod, container) == false
}

else := $"container {container.name} may run as root: no runAsNonRoot, and the user of the image is not known"
