# METADATA
# title: Storage classes encrypt their volumes
# description: Volumes of an EBS storage class are encrypted only when it says so, unless the whole account encrypts by default.
# scope: package
# custom:
#   id: k8s-storageclass-encrypted
#   severity: high
#   origins: [kubernetes]
#   selector: {types: [storage.k8s.io/StorageClass]}
#   requires:
#     - attributes.parameters.encrypted
#     - attributes.provisioner
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Set the parameter `encrypted` to "true" in a new storage class and move the volumes to it; a class and its existing volumes cannot be changed.
#       manual: "a class in use cannot be changed: a new one and a move of the volumes are needed"
#       snippet: |
#         apiVersion: storage.k8s.io/v1
#         kind: StorageClass
#         metadata: {name: encrypted}
#         provisioner: ebs.csi.aws.com
#         parameters: {type: gp3, encrypted: "true"}
#   references:
#     - https://kubernetes.io/docs/concepts/storage/storage-classes/
#     - https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md
package encryption_at_rest.k8s_storageclass_encrypted

import data.lib.finding

deny contains finding.new(resource, ["parameters", "encrypted"], "the class does not ask EBS for encrypted volumes") if {
	some resource in input.resources
	resource.attributes.provisioner in _ebs
	not lower($"{resource.attributes.parameters.encrypted}") == "true"
}

undecided contains finding.undecided(resource, "whether this provisioner encrypts is not known from the class") if {
	some resource in input.resources
	not _known(resource)
}

_known(resource) if resource.attributes.provisioner in _ebs

_known(resource) if resource.attributes.provisioner in _always_encrypted

_ebs := {"ebs.csi.aws.com", "ebs.csi.eks.amazonaws.com", "kubernetes.io/aws-ebs"}

# Google Cloud and Azure encrypt all disks and shares, and offer no way to switch that off.
_always_encrypted := {
	"pd.csi.storage.gke.io", "filestore.csi.storage.gke.io", "kubernetes.io/gce-pd",
	"disk.csi.azure.com", "file.csi.azure.com", "kubernetes.io/azure-disk", "kubernetes.io/azure-file",
}
