# METADATA
# title: Pods mount nothing of their node
# description: A directory of the node in a pod is a way out of it, and its content differs from node to node.
# scope: package
# custom:
#   id: k8s-hostpath
#   severity: high
#   origins: [kubernetes]
#   selector: {with: [pod]}
#   requires:
#     - facets.pod.containers[].spec.volumeMounts[].name
#     - facets.pod.containers[].spec.volumeMounts[].readOnly
#     - facets.pod.path
#     - facets.pod.spec.volumes[].hostPath
#     - facets.pod.spec.volumes[].name
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: Use a PersistentVolumeClaim, a ConfigMap or an `emptyDir`; a log agent mounts /var/log read-only.
#       manual: where the data belongs is a decision
#       snippet: |
#         volumes:
#           - name: work
#             emptyDir: {}
#   references:
#     - https://kubernetes.io/docs/concepts/storage/volumes/#hostpath
#     - https://kubernetes.io/docs/concepts/security/pod-security-standards/
package hardening.k8s_hostpath

import data.lib.finding

deny contains finding.graded(resource, path, message, severity) if {
	some resource in input.resources
	some index, volume in resource.facets.pod.spec.volumes
	not object.get(volume, "hostPath", null) == null
	host_path := object.get(volume, ["hostPath", "path"], "")
	severity := _severity(host_path, _read_only(resource.facets.pod.containers, volume))
	path := array.concat(resource.facets.pod.path, ["volumes", index, "hostPath"])
	message := $"a volume is the path {host_path} of the node"
}

# Whether no container can write the volume.
_read_only(containers, volume) if {
	every container in containers {
		not _writes(container, volume)
	}
} else := false

_writes(container, volume) if {
	some mount in container.spec.volumeMounts
	mount.name == volume.name
	not mount.readOnly == true
}

_severity(host_path, read_only) := "critical" if {
	regex.match(`/(docker|containerd|crio|cri-dockerd|podman)\.sock/?$`, host_path)
}

else := "critical" if _holds_socket(host_path)

else := "low" if {
	read_only
	regex.match(`^/var/log(/|$)`, host_path)
}

else := "medium" if {
	read_only
	not _sensitive(host_path)
}

else := "high"

# A socket is as open in a directory above it, also where that is mounted read-only.
_holds_socket(host_path) if regex.match(`^/+((var/+)?run(/+(docker|containerd|crio|podman))?)?/*$`, host_path)

# The whole node, its configuration, its devices and processes, the kubelet and the container runtime.
_sensitive(host_path) if regex.match(`^/+($|(etc|root|home|boot|dev|proc|sys|run|usr|bin|sbin|lib|lib64|var/run|var/lib)(/|$))`, host_path)

_sensitive(host_path) if not startswith(host_path, "/")
