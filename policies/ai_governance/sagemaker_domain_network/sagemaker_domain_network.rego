# METADATA
# title: Studio domains send their traffic through the VPC
# description: With the default network a notebook in the domain reaches the whole internet past every firewall and endpoint of yours, with the data its role can read.
# scope: package
# custom:
#   id: sagemaker-domain-network
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_sagemaker_domain]}
#   requires:
#     - attributes.app_network_access_type
#   parameters: []
#   remediation:
#     terraform:
#       text: Set the network access to VpcOnly and give the VPC endpoints for the services that notebooks need.
#       snippet: |
#         resource "aws_sagemaker_domain" "studio" {
#           app_network_access_type = "VpcOnly"
#           vpc_id                  = aws_vpc.main.id
#           subnet_ids              = aws_subnet.private[*].id
#         }
#   references:
#     - https://docs.aws.amazon.com/sagemaker/latest/dg/studio-notebooks-and-internet-access.html
package ai_governance.sagemaker_domain_network

import data.lib.finding

# Left out, it is PublicInternetOnly.
deny contains finding.new(resource, ["app_network_access_type"], message) if {
	some resource in input.resources
	not resource.attributes.app_network_access_type == "VpcOnly"
	message := $"app_network_access_type is {object.get(resource.attributes, "app_network_access_type", "left out")}, so notebooks reach the internet directly"
}
