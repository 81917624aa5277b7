# METADATA
# title: Pods keep the SELinux label of containers
# description: A pod with a user, role or type of SELinux of its own choice may run beside the rules that keep containers apart.
# scope: package
# custom:
#   id: k8s-selinux-options
#   severity: medium
#   origins: [kubernetes]
#   selector: {with: [pod]}
#   requires:
#     - facets.pod.containers[].name
#     - facets.pod.containers[].path
#     - facets.pod.containers[].spec.securityContext.seLinuxOptions.role
#     - facets.pod.containers[].spec.securityContext.seLinuxOptions.type
#     - facets.pod.containers[].spec.securityContext.seLinuxOptions.user
#     - facets.pod.path
#     - facets.pod.spec.securityContext.seLinuxOptions.role
#     - facets.pod.spec.securityContext.seLinuxOptions.type
#     - facets.pod.spec.securityContext.seLinuxOptions.user
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: Remove `user`, `role` and `type`, or use `container_t`; a `level` may stay.
#       manual: the type may be one of a policy made for the program, which confines it more
#       snippet: |
#         securityContext:
#           seLinuxOptions:
#             level: s0:c123,c456
#   references:
#     - https://kubernetes.io/docs/concepts/security/pod-security-standards/
#     - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
package hardening.k8s_selinux_options

import data.lib.finding

deny contains finding.graded(resource, path, message, severity) if {
	some resource in input.resources
	some [place, whose, options] in _labels(resource.facets.pod)
	some field, value in {
		"type": object.get(options, "type", ""),
		"user": object.get(options, "user", ""),
		"role": object.get(options, "role", ""),
	}
	not _compliant(field, value)
	severity := _severity(value)
	path := array.concat(place, ["securityContext", "seLinuxOptions", field])
	message := $"{whose} takes the SELinux {field} {value}"
}

_labels(pod) := array.concat(
	[[pod.path, "the pod", object.get(pod.spec, ["securityContext", "seLinuxOptions"], {})]],
	[[container.path, whose, options] |
		some container in pod.containers
		whose := concat(" ", ["container", container.name])
		options := object.get(container.spec, ["securityContext", "seLinuxOptions"], {})
	],
)

_compliant(_, value) if value in {"", null}

# The types that the Pod Security level baseline allows.
_compliant("type", value) if value in {"container_t", "container_init_t", "container_kvm_t", "container_engine_t"}

# SELinux does not confine these at all.
_severity(value) := "high" if value in {"spc_t", "unconfined_t"}

else := "medium"
