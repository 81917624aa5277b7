# METADATA
# title: Pods set no unsafe kernel parameters
# description: Only a few parameters of the kernel are known to be kept apart between pods; the others may harm the node or its other pods, and need nodes that allow them.
# scope: package
# custom:
#   id: k8s-unsafe-sysctls
#   severity: medium
#   origins: [kubernetes]
#   selector: {with: [pod]}
#   requires:
#     - facets.pod.path
#     - facets.pod.spec.securityContext.sysctls[].name
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: Remove the parameter, or set it on nodes that only this workload runs on.
#       manual: the program may need the setting, on nodes of its own
#       snippet: |
#         securityContext:
#           sysctls:
#             - name: net.ipv4.ip_unprivileged_port_start
#               value: "0"
#   references:
#     - https://kubernetes.io/docs/concepts/security/pod-security-standards/
#     - https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/
package hardening.k8s_unsafe_sysctls

import data.lib.finding

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	some index, sysctl in resource.facets.pod.spec.securityContext.sysctls
	is_string(sysctl.name)
	not _compliant(sysctl)
	path := array.concat(resource.facets.pod.path, ["securityContext", "sysctls", index, "name"])
	message := $"the pod sets the kernel parameter {sysctl.name}"
}

# The kubelet takes slashes for dots.
_compliant(sysctl) if replace(sysctl.name, "/", ".") in _safe

# What kubelets allow without being told so; the list has grown up to Kubernetes 1.32.
_safe := {
	"kernel.shm_rmid_forced",
	"net.ipv4.ip_local_port_range",
	"net.ipv4.ip_local_reserved_ports",
	"net.ipv4.ip_unprivileged_port_start",
	"net.ipv4.ping_group_range",
	"net.ipv4.tcp_fin_timeout",
	"net.ipv4.tcp_keepalive_intvl",
	"net.ipv4.tcp_keepalive_probes",
	"net.ipv4.tcp_keepalive_time",
	"net.ipv4.tcp_rmem",
	"net.ipv4.tcp_syncookies",
	"net.ipv4.tcp_wmem",
}
