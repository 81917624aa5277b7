# METADATA
# title: Machines of a monitoring job talk in private
# description: A job on several machines passes captured requests and answers between them; unless told otherwise, in clear.
# scope: package
# custom:
#   id: sagemaker-job-traffic-encrypted
#   severity: medium
#   origins: [terraform]
#   selector: {types: [aws_sagemaker_data_quality_job_definition]}
#   requires:
#     - attributes.job_resources[].cluster_config[].instance_count
#     - attributes.network_config[].enable_inter_container_traffic_encryption
#   parameters: []
#   remediation:
#     terraform:
#       text: Encrypt the traffic between the containers of the job, or run it on one machine.
#       snippet: |
#         resource "aws_sagemaker_data_quality_job_definition" "drift" {
#           network_config {
#             enable_inter_container_traffic_encryption = true
#           }
#         }
#       edits:
#         - {do: set, at: [0, enable_inter_container_traffic_encryption], value: true, when: {path: network_config, creating: true}}
#   references:
#     - https://docs.aws.amazon.com/sagemaker/latest/dg/train-encrypt.html
package ai_governance.sagemaker_job_traffic_encrypted

import data.lib.finding

deny contains finding.new(resource, ["network_config"], message) if {
	some resource in input.resources
	not _encrypted(resource.attributes)
	message := "traffic between the machines of the job is not encrypted"
}

exempt contains finding.exempt(resource, "it runs on one machine") if {
	some resource in input.resources
	some job in resource.attributes.job_resources
	some cluster in job.cluster_config
	cluster.instance_count == 1
}

_encrypted(attributes) if {
	some network in attributes.network_config
	network.enable_inter_container_traffic_encryption == true
}
