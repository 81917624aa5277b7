# METADATA
# title: Volumes of classified data outlive their claims
# description: With the policy Delete, which a storage class has unless it says otherwise, the data is gone as soon as somebody deletes the claim or its namespace.
# scope: package
# custom:
#   id: k8s-claim-reclaim-retain
#   severity: medium
#   origins: [kubernetes]
#   selector: {types: [core/PersistentVolumeClaim], with: [claim_storage]}
#   requires:
#     - facets.claim_storage.by
#     - facets.claim_storage.name
#     - facets.claim_storage.reclaim
#   parameters: [sensitive_classes]
#   remediation:
#     kubernetes:
#       text: Use a storage class with the reclaim policy Retain for new claims; for a volume there is, set `persistentVolumeReclaimPolicy` on it.
#       manual: a storage class has to be made or chosen
#       snippet: |
#         apiVersion: storage.k8s.io/v1
#         kind: StorageClass
#         metadata: {name: gp3-retained}
#         provisioner: ebs.csi.aws.com
#         reclaimPolicy: Retain
#         parameters: {type: gp3, encrypted: "true"}
#   references:
#     - https://kubernetes.io/docs/concepts/storage/storage-classes/#reclaim-policy
#     - https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reclaiming
package retention.k8s_claim_reclaim_retain

import data.lib.classification
import data.lib.finding

deny contains finding.new(resource, ["spec", "storageClassName"], message) if {
	some resource in input.resources
	classification.one_of(resource.labels, data.parameters.sensitive_classes)
	not _compliant(resource.facets.claim_storage)
	message := _fault(resource.facets.claim_storage)
}

exempt contains finding.exempt(resource, "no label classifies its data as sensitive (parameter sensitive_classes)") if {
	some resource in input.resources
	not classification.one_of(resource.labels, data.parameters.sensitive_classes)
}

_compliant(storage) if storage.reclaim == "Retain"

_fault(storage) := $"the {storage.by} {storage.name} has the reclaim policy {storage.reclaim}"
