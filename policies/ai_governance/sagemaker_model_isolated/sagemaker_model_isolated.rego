# METADATA
# title: Model containers are isolated
# description: A model container with free network access can send out what it is fed, or load code nobody has seen.
# scope: package
# custom:
#   id: sagemaker-model-isolated
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_sagemaker_model]}
#   requires:
#     - attributes.enable_network_isolation
#     - facets.given.vpc_config
#   remediation:
#     terraform:
#       text: Switch network isolation on; a model that must call other services gets a VPC configuration instead.
#       snippet: |
#         resource "aws_sagemaker_model" "scoring" {
#           enable_network_isolation = true
#         }
#   references:
#     - https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html
package ai_governance.sagemaker_model_isolated

import data.lib.finding

deny contains finding.new(resource, ["enable_network_isolation"], message) if {
	some resource in input.resources
	not _isolated(resource)
	message := "the model has neither network isolation nor a VPC"
}

_isolated(resource) if resource.attributes.enable_network_isolation == true

_isolated(resource) if resource.facets.given.vpc_config == true
