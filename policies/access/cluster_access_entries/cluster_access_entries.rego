# METADATA
# title: Cluster access is granted through access entries
# description: With the ConfigMap alone, whoever may edit one object in kube-system may make anybody an administrator of the cluster, and no trail of the account tells of it.
# scope: package
# custom:
#   id: cluster-access-entries
#   severity: low
#   origins: [terraform, aws]
#   selector: {types: [aws_eks_cluster]}
#   requires:
#     - attributes.access_config[].authentication_mode
#   parameters: []
#   remediation:
#     terraform:
#       text: Set the authentication mode to API, or to API_AND_CONFIG_MAP while you move entries over. There is no way back to the ConfigMap alone.
#       snippet: |
#         resource "aws_eks_cluster" "main" {
#           access_config {
#             authentication_mode = "API"
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
#     - https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessConfigRequest.html
package access.cluster_access_entries

import data.lib.finding

deny contains finding.new(resource, ["access_config"], message) if {
	some resource in input.resources
	not _by_entries(resource.attributes)
	message := "only the ConfigMap aws-auth says who has access"
}

# The API takes CONFIG_MAP when nothing is said.
_by_entries(attributes) if {
	some config in attributes.access_config
	config.authentication_mode in {"API", "API_AND_CONFIG_MAP"}
}
