# METADATA
# title: Endpoints record what they are asked and answer
# description: Without captured requests and answers nobody can look into a wrong decision or notice that a model drifts.
# scope: package
# custom:
#   id: sagemaker-endpoint-capture
#   severity: low
#   origins: [terraform, aws]
#   selector: {types: [aws_sagemaker_endpoint_configuration]}
#   requires:
#     - attributes.data_capture_config[].enable_capture
#     - attributes.data_capture_config[].initial_sampling_percentage
#     - attributes.production_variants[].serverless_config
#   parameters: []
#   remediation:
#     terraform:
#       text: Switch data capture on, with a bucket that only reviewers can read.
#       snippet: |
#         resource "aws_sagemaker_endpoint_configuration" "scoring" {
#           data_capture_config {
#             enable_capture              = true
#             initial_sampling_percentage = 100
#             destination_s3_uri          = "s3://${aws_s3_bucket.captures.id}/scoring"
#             capture_options { capture_mode = "Input" }
#             capture_options { capture_mode = "Output" }
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture.html
#     - https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html
package ai_governance.sagemaker_endpoint_capture

import data.lib.finding

deny contains finding.new(resource, ["data_capture_config"], message) if {
	some resource in input.resources
	not _captured(resource.attributes)
	message := "requests and answers are not captured"
}

exempt contains finding.exempt(resource, "its variants are serverless, where nothing can be captured") if {
	some resource in input.resources
	count(resource.attributes.production_variants) > 0
	every variant in resource.attributes.production_variants {
		count(variant.serverless_config) > 0
	}
}

_captured(attributes) if {
	some capture in attributes.data_capture_config
	capture.enable_capture == true
	capture.initial_sampling_percentage > 0
}
