# METADATA
# title: Kubernetes API servers are not on the internet
# description: An API server that anyone can reach is one leaked token or one flaw away from being anyone's cluster.
# scope: package
# custom:
#   id: cluster-endpoint-private
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_eks_cluster]}
#   requires:
#     - attributes.vpc_config[].endpoint_public_access
#     - attributes.vpc_config[].public_access_cidrs
#   remediation:
#     terraform:
#       text: Switch the public endpoint off and reach the API server through the VPC; at least limit it to your own addresses.
#       snippet: |
#         vpc_config {
#           subnet_ids              = aws_subnet.private[*].id
#           endpoint_private_access = true
#           endpoint_public_access  = false
#         }
#   references:
#     - https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
package access.cluster_endpoint_private

import data.lib.finding

deny contains finding.new(resource, ["vpc_config", index, "public_access_cidrs"], message) if {
	some resource in input.resources
	some index, config in resource.attributes.vpc_config
	_public(config)
	not _limited(config)
	message := "the API server is open to the whole internet"
}

deny contains finding.graded(resource, ["vpc_config", index, "endpoint_public_access"], message, "medium") if {
	some resource in input.resources
	some index, config in resource.attributes.vpc_config
	_public(config)
	_limited(config)
	message := $"the API server has a public address, limited to {concat(", ", config.public_access_cidrs)}"
}

_public(config) if not config.endpoint_public_access == false

# EKS opens a public endpoint to every address unless ranges are given.
_limited(config) if {
	count(config.public_access_cidrs) > 0
	every range in config.public_access_cidrs {
		not range in {"0.0.0.0/0", "::/0"}
	}
}
