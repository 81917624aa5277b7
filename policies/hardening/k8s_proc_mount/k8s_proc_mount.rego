# METADATA
# title: Containers see a masked /proc
# description: Runtimes hide and write-protect the parts of /proc that tell of the kernel and change it; an unmasked one shows them to the container.
# scope: package
# custom:
#   id: k8s-proc-mount
#   severity: high
#   origins: [kubernetes]
#   selector: {with: [pod]}
#   requires:
#     - facets.pod.containers[].name
#     - facets.pod.containers[].path
#     - facets.pod.containers[].spec.securityContext.procMount
#     - facets.pod.spec.hostUsers
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Remove `procMount`. A container that has to run containers in it gets a user namespace of its own beside it.
#       edits:
#         - {do: remove}
#       snippet: |
#         securityContext:
#           procMount: Default
#   references:
#     - https://kubernetes.io/docs/concepts/security/pod-security-standards/
#     - https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/
package hardening.k8s_proc_mount

import data.lib.finding

deny contains finding.graded(resource, path, message, _severity(resource.facets.pod.spec)) if {
	some resource in input.resources
	some container in resource.facets.pod.containers
	not _compliant(container.spec)
	path := array.concat(container.path, ["securityContext", "procMount"])
	message := $"container {container.name} has procMount {container.spec.securityContext.procMount}"
}

_compliant(spec) if object.get(spec, ["securityContext", "procMount"], "Default") in {"Default", "", null}

# In a user namespace of its own the container has no rights over what it sees.
_severity(pod) := "low" if pod.hostUsers == false

else := "high"
