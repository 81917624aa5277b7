# METADATA
# title: Vertex AI endpoints record requests and answers
# description: What a model was asked and answered is the only evidence when a decision is questioned, and the first sign of misuse.
# scope: package
# custom:
#   id: vertex-request-logging
#   severity: low
#   origins: [terraform]
#   selector: {types: [google_vertex_ai_endpoint]}
#   requires:
#     - attributes.predict_request_response_logging_config[].enabled
#     - attributes.predict_request_response_logging_config[].sampling_rate
#   parameters: []
#   remediation:
#     terraform:
#       text: Switch the logging of requests and answers on, with a share above zero; it goes to a BigQuery table.
#       snippet: |
#         resource "google_vertex_ai_endpoint" "scoring" {
#           name         = "1234567890"
#           display_name = "scoring"
#           location     = "europe-west3"
#           predict_request_response_logging_config {
#             enabled       = true
#             sampling_rate = 1
#             bigquery_destination {
#               output_uri = "bq://example-project.model_logs.scoring"
#             }
#           }
#         }
#   references:
#     - https://cloud.google.com/vertex-ai/docs/predictions/online-prediction-logging
package ai_governance.vertex_request_logging

import data.lib.finding

deny contains finding.new(resource, ["predict_request_response_logging_config"], "requests and answers are not recorded") if {
	some resource in input.resources
	not _recorded(resource.attributes)
}

_recorded(attributes) if {
	some config in attributes.predict_request_response_logging_config
	config.enabled == true
	config.sampling_rate > 0
}
