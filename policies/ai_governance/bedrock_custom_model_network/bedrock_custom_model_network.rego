# METADATA
# title: Training data of custom models is read through a VPC
# description: A tuning job without a VPC reads its training data from outside your network, past the bucket policies that allow your endpoints only.
# scope: package
# custom:
#   id: bedrock-custom-model-network
#   severity: medium
#   origins: [terraform]
#   selector: {types: [aws_bedrock_custom_model]}
#   requires:
#     - facets.given.vpc_config
#   parameters: []
#   remediation:
#     terraform:
#       text: Name private subnets that have an endpoint for S3.
#       snippet: |
#         resource "aws_bedrock_custom_model" "triage" {
#           vpc_config {
#             subnet_ids         = aws_subnet.private[*].id
#             security_group_ids = [aws_security_group.tuning.id]
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/bedrock/latest/userguide/custom-model-job-access-security.html
package ai_governance.bedrock_custom_model_network

import data.lib.finding

deny contains finding.new(resource, ["vpc_config"], message) if {
	some resource in input.resources
	not resource.facets.given.vpc_config == true
	message := "the tuning job runs without a VPC"
}
