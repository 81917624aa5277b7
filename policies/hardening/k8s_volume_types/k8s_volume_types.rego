# METADATA
# title: Storage is mounted through claims
# description: A pod that names a disk or a file server itself passes by the classes, limits and access rules that a claim goes through, and often carries the credentials for it.
# scope: package
# custom:
#   id: k8s-volume-types
#   severity: low
#   origins: [kubernetes]
#   selector: {with: [pod]}
#   requires:
#     - facets.pod.path
#     - facets.pod.spec.volumes[].awsElasticBlockStore
#     - facets.pod.spec.volumes[].azureDisk
#     - facets.pod.spec.volumes[].azureFile
#     - facets.pod.spec.volumes[].cephfs
#     - facets.pod.spec.volumes[].cinder
#     - facets.pod.spec.volumes[].fc
#     - facets.pod.spec.volumes[].flexVolume
#     - facets.pod.spec.volumes[].flocker
#     - facets.pod.spec.volumes[].gcePersistentDisk
#     - facets.pod.spec.volumes[].gitRepo
#     - facets.pod.spec.volumes[].glusterfs
#     - facets.pod.spec.volumes[].iscsi
#     - facets.pod.spec.volumes[].nfs
#     - facets.pod.spec.volumes[].photonPersistentDisk
#     - facets.pod.spec.volumes[].portworxVolume
#     - facets.pod.spec.volumes[].quobyte
#     - facets.pod.spec.volumes[].rbd
#     - facets.pod.spec.volumes[].scaleIO
#     - facets.pod.spec.volumes[].storageos
#     - facets.pod.spec.volumes[].vsphereVolume
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: Make a PersistentVolume of it, or let a storage class make one, and mount the claim.
#       manual: the volume has to be made and its data moved
#       snippet: |
#         volumes:
#           - name: data
#             persistentVolumeClaim:
#               claimName: web
#   references:
#     - https://kubernetes.io/docs/concepts/security/pod-security-standards/
#     - https://kubernetes.io/docs/concepts/storage/volumes/
package hardening.k8s_volume_types

import data.lib.finding

deny contains finding.graded(resource, path, message, severity) if {
	some resource in input.resources
	some index, volume in resource.facets.pod.spec.volumes
	some kind, severity in _direct
	not object.get(volume, kind, null) == null
	path := array.concat(resource.facets.pod.path, ["volumes", index, kind])
	message := $"a volume is of the type {kind}"
}

# What the Pod Security level restricted leaves out beside hostPath, which k8s-hostpath judges. A gitRepo runs git as
# root on the node, with input of whoever writes the repository.
_direct := {
	"awsElasticBlockStore": "low",
	"azureDisk": "low",
	"azureFile": "low",
	"cephfs": "low",
	"cinder": "low",
	"fc": "low",
	"flexVolume": "low",
	"flocker": "low",
	"gcePersistentDisk": "low",
	"gitRepo": "high",
	"glusterfs": "low",
	"iscsi": "low",
	"nfs": "low",
	"photonPersistentDisk": "low",
	"portworxVolume": "low",
	"quobyte": "low",
	"rbd": "low",
	"scaleIO": "low",
	"storageos": "low",
	"vsphereVolume": "low",
}
