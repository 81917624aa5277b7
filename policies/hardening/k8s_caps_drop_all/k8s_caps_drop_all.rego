# METADATA
# title: Containers drop all capabilities
# description: Container runtimes grant over a dozen Linux capabilities by default; hardly any program needs them.
# scope: package
# custom:
#   id: k8s-caps-drop-all
#   severity: medium
#   origins: [kubernetes]
#   selector: {with: [pod]}
#   requires:
#     - facets.pod.containers[].name
#     - facets.pod.containers[].path
#     - facets.pod.containers[].spec.securityContext.capabilities.drop
#     - facets.pod.spec.os.name
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Drop ALL on every container and add back only what it needs.
#       edits:
#         - {do: add, value: ALL}
#       snippet: |
#         securityContext:
#           capabilities:
#             drop: [ALL]
#   references:
#     - https://kubernetes.io/docs/concepts/security/pod-security-standards/
#     - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
package hardening.k8s_caps_drop_all

import data.lib.finding
import data.lib.kubernetes

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	some container in resource.facets.pod.containers
	not _compliant(container)
	path := array.concat(container.path, ["securityContext", "capabilities", "drop"])
	message := $"container {container.name} does not drop ALL capabilities"
}

exempt contains finding.exempt(resource, "Windows pods have no capabilities") if {
	some resource in input.resources
	kubernetes.windows(resource)
}

_compliant(container) if {
	some name in container.spec.securityContext.capabilities.drop
	upper(name) == "ALL"
}
