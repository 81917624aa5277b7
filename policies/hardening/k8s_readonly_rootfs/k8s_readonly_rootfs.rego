# METADATA
# title: Root file systems are read-only
# description: A container that cannot write its own file system cannot be changed by who breaks into it.
# scope: package
# custom:
#   id: k8s-readonly-rootfs
#   severity: medium
#   origins: [kubernetes]
#   selector: {with: [pod]}
#   requires:
#     - facets.pod.containers[].name
#     - facets.pod.containers[].path
#     - facets.pod.containers[].spec.securityContext.readOnlyRootFilesystem
#     - facets.pod.spec.os.name
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Set `readOnlyRootFilesystem` to true and mount an `emptyDir` where the program has to write.
#       manual: the folders that the program writes to need volumes, and a fault shows only when it writes
#       snippet: |
#         securityContext:
#           readOnlyRootFilesystem: true
#         volumeMounts:
#           - name: tmp
#             mountPath: /tmp
#   references:
#     - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
package hardening.k8s_readonly_rootfs

import data.lib.finding
import data.lib.kubernetes

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	some container in resource.facets.pod.containers
	not _compliant(container)
	path := array.concat(container.path, ["securityContext", "readOnlyRootFilesystem"])
	message := $"the root file system of container {container.name} is writable"
}

exempt contains finding.exempt(resource, "Windows pods have no such setting") if {
	some resource in input.resources
	kubernetes.windows(resource)
}

_compliant(container) if container.spec.securityContext.readOnlyRootFilesystem == true
