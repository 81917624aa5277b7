# METADATA
# title: Containers cannot gain privileges
# description: Unless it is forbidden, a process can get more rights than its parent through set-user-id programs; Kubernetes allows it by default.
# scope: package
# custom:
#   id: k8s-privilege-escalation
#   severity: high
#   origins: [kubernetes]
#   selector: {with: [pod]}
#   requires:
#     - facets.pod.containers[].name
#     - facets.pod.containers[].path
#     - facets.pod.containers[].spec.securityContext.allowPrivilegeEscalation
#     - facets.pod.spec.os.name
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Set `allowPrivilegeEscalation` to false on every container, init and ephemeral ones too.
#       edits:
#         - {do: set, value: false}
#       snippet: |
#         securityContext:
#           allowPrivilegeEscalation: false
#   references:
#     - https://kubernetes.io/docs/concepts/security/pod-security-standards/
#     - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
package hardening.k8s_privilege_escalation

import data.lib.finding
import data.lib.kubernetes

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	some container in resource.facets.pod.containers
	not _compliant(container)
	path := array.concat(container.path, ["securityContext", "allowPrivilegeEscalation"])
	message := $"container {container.name} does not set allowPrivilegeEscalation to false"
}

exempt contains finding.exempt(resource, "Windows pods have no such setting") if {
	some resource in input.resources
	kubernetes.windows(resource)
}

_compliant(container) if container.spec.securityContext.allowPrivilegeEscalation == false
