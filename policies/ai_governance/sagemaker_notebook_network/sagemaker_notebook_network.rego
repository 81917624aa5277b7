# METADATA
# title: Notebooks have no direct way to the internet
# description: A notebook holds data and credentials; with direct internet access everything on it can leave by a side door.
# scope: package
# custom:
#   id: sagemaker-notebook-network
#   aliases: [sagemaker-notebook-hardened]
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_sagemaker_notebook_instance]}
#   requires:
#     - attributes.direct_internet_access
#     - facets.given.subnet_id
#   remediation:
#     terraform:
#       text: Place the notebook in a private subnet and disable direct internet access.
#       snippet: |
#         resource "aws_sagemaker_notebook_instance" "research" {
#           subnet_id              = aws_subnet.private.id
#           security_groups        = [aws_security_group.notebook.id]
#           direct_internet_access = "Disabled"
#         }
#   references:
#     - https://docs.aws.amazon.com/sagemaker/latest/dg/appendix-notebook-and-internet-access.html
package ai_governance.sagemaker_notebook_network

import data.lib.finding

deny contains finding.new(resource, ["direct_internet_access"], message) if {
	some resource in input.resources
	not resource.attributes.direct_internet_access == "Disabled"
	message := "direct internet access is not disabled"
}

deny contains finding.new(resource, ["subnet_id"], message) if {
	some resource in input.resources
	not resource.facets.given.subnet_id == true
	message := "the notebook is not placed in a VPC subnet"
}
