# METADATA
# title: A cloud identity belongs to the workloads of one account
# description: Pods that share a role of the cloud share its rights; one that is broken into then speaks for all, and the trail cannot tell them apart.
# scope: package
# custom:
#   id: k8s-cloud-identity-scoped
#   severity: medium
#   origins: [kubernetes]
#   selector: {types: [core/ServiceAccount], with: [cloud_identity]}
#   requires:
#     - facets.cloud_identity[].path
#     - facets.cloud_identity[].shared_with
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: Make a role for each ServiceAccount, let it trust that one alone, and never give one to the account `default`, which every pod gets that names no other.
#       manual: roles and who may take them on are made in the cloud account
#       snippet: |
#         apiVersion: v1
#         kind: ServiceAccount
#         metadata:
#           name: reports
#           namespace: shop
#           annotations:
#             eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/shop-reports
#   references:
#     - https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
#     - https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity
#     - https://azure.github.io/azure-workload-identity/docs/
package access.k8s_cloud_identity_scoped

import data.lib.finding

deny contains finding.new(resource, identity.path, message) if {
	some resource in input.resources
	some identity in resource.facets.cloud_identity
	count(identity.shared_with) > 0
	others := concat(", ", identity.shared_with)
	message := $"the same cloud identity serves {others}"
}

deny contains finding.new(resource, identity.path, "the default ServiceAccount has a cloud identity, which all pods without one of their own get") if {
	some resource in input.resources
	resource.name == "default"
	some identity in resource.facets.cloud_identity
}
