# METADATA
# title: Monitoring jobs are isolated
# description: A monitoring job reads what was sent to a model; a container with free network access can send it out.
# scope: package
# custom:
#   id: sagemaker-job-isolated
#   severity: medium
#   origins: [terraform]
#   selector: {types: [aws_sagemaker_data_quality_job_definition]}
#   requires:
#     - attributes.network_config[].enable_network_isolation
#     - facets.given.vpc_config
#   parameters: []
#   remediation:
#     terraform:
#       text: Switch network isolation on, or place the job in subnets of your own.
#       snippet: |
#         resource "aws_sagemaker_data_quality_job_definition" "drift" {
#           network_config {
#             enable_network_isolation = true
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MonitoringNetworkConfig.html
package ai_governance.sagemaker_job_isolated

import data.lib.finding

deny contains finding.new(resource, ["network_config"], message) if {
	some resource in input.resources
	not _isolated(resource)
	message := "the job has neither network isolation nor a VPC"
}

_isolated(resource) if {
	some network in resource.attributes.network_config
	network.enable_network_isolation == true
}

_isolated(resource) if resource.facets.given.vpc_config == true
