# METADATA
# title: Containers add no dangerous capabilities
# description: An added capability lifts a limit of the kernel; some of them amount to root on the node.
# scope: package
# custom:
#   id: k8s-caps-added
#   severity: high
#   origins: [kubernetes]
#   selector: {with: [pod]}
#   requires:
#     - facets.pod.containers[].name
#     - facets.pod.containers[].path
#     - facets.pod.containers[].spec.securityContext.capabilities.add
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: Remove the capability, or replace it by a narrower way; only NET_BIND_SERVICE is harmless.
#       manual: the program may need the capability, or a narrower way has to be found
#       snippet: |
#         securityContext:
#           capabilities:
#             drop: [ALL]
#             add: [NET_BIND_SERVICE]
#   references:
#     - https://kubernetes.io/docs/concepts/security/pod-security-standards/
#     - https://man7.org/linux/man-pages/man7/capabilities.7.html
package hardening.k8s_caps_added

import data.lib.finding

deny contains finding.graded(resource, path, message, _severity(added)) if {
	some resource in input.resources
	some container in resource.facets.pod.containers
	added := _added(container) - {"NET_BIND_SERVICE"}
	count(added) > 0
	path := array.concat(container.path, ["securityContext", "capabilities", "add"])
	names := concat(", ", sort(added))
	message := $"container {container.name} adds {names}"
}

_added(container) := {name |
	some capability in container.spec.securityContext.capabilities.add
	name := trim_prefix(upper(capability), "CAP_")
}

# The first reach the node or other processes on it. The last are what a container has unless it drops them: to add them
# after dropping all leaves it less than k8s-caps-drop-all, which is of medium severity, finds elsewhere.
_severity(added) := "critical" if count(added & {"ALL", "NET_ADMIN", "SYS_ADMIN", "SYS_MODULE", "SYS_PTRACE"}) > 0

else := "low" if count(added - _default) == 0

else := "high"

# The set of container runtimes, which the Pod Security level baseline allows to add.
_default := {
	"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE",
	"SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
}
