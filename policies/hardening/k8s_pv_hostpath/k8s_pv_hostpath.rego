# METADATA
# title: Persistent volumes are no directories of a node
# description: Whoever may claim such a volume gets a directory of the node into a pod, also where the Pod Security level forbids to mount one directly.
# scope: package
# custom:
#   id: k8s-pv-hostpath
#   severity: high
#   origins: [kubernetes]
#   selector: {types: [core/PersistentVolume]}
#   requires:
#     - attributes.spec.hostPath
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Let a storage class provide the volume. Where a disk of the node is wanted, use the type `local` on a disk of its own.
#       manual: where the data belongs is a decision
#       snippet: |
#         spec:
#           csi:
#             driver: ebs.csi.aws.com
#             volumeHandle: vol-0a1b2c3d4e5f60718
#   references:
#     - https://kubernetes.io/docs/concepts/storage/volumes/#hostpath
#     - https://kubernetes.io/docs/concepts/storage/persistent-volumes/
package hardening.k8s_pv_hostpath

import data.lib.finding

deny contains finding.graded(resource, ["spec", "hostPath"], message, _severity(host_path)) if {
	some resource in input.resources
	not _compliant(resource.attributes)
	host_path := object.get(resource.attributes, ["spec", "hostPath", "path"], "")
	message := $"the volume is the path {host_path} of whatever node it is used on"
}

_compliant(attributes) if object.get(attributes, ["spec", "hostPath"], null) == null

# A socket is as open in a directory above it.
_severity(host_path) := "critical" if _socket(host_path)

else := "high"

_socket(host_path) if regex.match(`/(docker|containerd|crio|cri-dockerd|podman)\.sock/?$`, host_path)

_socket(host_path) if regex.match(`^/+((var/+)?run(/+(docker|containerd|crio|podman))?)?/*$`, host_path)
