# METADATA
# title: Models behind endpoints are monitored
# description: Data drifts away from what a model was trained on; without a schedule that looks, nobody sees when its answers stop being right.
# scope: package
# custom:
#   id: sagemaker-endpoint-monitored
#   severity: low
#   origins: [terraform]
#   selector: {types: [aws_sagemaker_endpoint]}
#   requires:
#     - facets.model_monitoring.monitored
#   parameters: []
#   remediation:
#     terraform:
#       text: Define a monitoring job for the endpoint and a schedule that runs it.
#       snippet: |
#         resource "aws_sagemaker_monitoring_schedule" "scoring" {
#           name = "scoring"
#           monitoring_schedule_config {
#             monitoring_job_definition_name = aws_sagemaker_data_quality_job_definition.scoring.name
#             monitoring_type                = "DataQuality"
#             schedule_config {
#               schedule_expression = "cron(0 * ? * * *)"
#             }
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor.html
package ai_governance.sagemaker_endpoint_monitored

import data.lib.environment
import data.lib.finding

deny contains finding.new(resource, [], message) if {
	some resource in input.resources
	not resource.facets.model_monitoring.monitored == true
	message := "no schedule monitors the model behind the endpoint"
}

exempt contains finding.exempt(resource, "its tags name an environment other than production") if {
	some resource in input.resources
	environment.not_production(resource.labels)
}
