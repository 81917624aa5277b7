# METADATA
# title: Endpoints run on more than one machine
# description: A model on a single machine is gone with it, and with its zone; SageMaker spreads two over zones.
# scope: package
# custom:
#   id: sagemaker-endpoint-instances
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_sagemaker_endpoint_configuration]}
#   requires:
#     - attributes.production_variants[].initial_instance_count
#     - attributes.production_variants[].managed_instance_scaling[].min_instance_count
#     - attributes.production_variants[].serverless_config
#   parameters: []
#   remediation:
#     terraform:
#       text: Start at least two instances of each variant.
#       snippet: |
#         resource "aws_sagemaker_endpoint_configuration" "scoring" {
#           production_variants {
#             model_name             = aws_sagemaker_model.scoring.name
#             instance_type          = "ml.m5.large"
#             initial_instance_count = 2
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-best-practices.html
package ai_governance.sagemaker_endpoint_instances

import data.lib.environment
import data.lib.finding

deny contains finding.new(resource, ["production_variants", index, "initial_instance_count"], message) if {
	some resource in input.resources
	some index, variant in resource.attributes.production_variants
	not _serverless(variant)
	not _several(variant)
	message := $"a variant starts on {object.get(variant, "initial_instance_count", 1)} instance"
}

exempt contains finding.exempt(resource, "its tags name an environment other than production") if {
	some resource in input.resources
	environment.not_production(resource.labels)
}

exempt contains finding.exempt(resource, "its variants are serverless") if {
	some resource in input.resources
	count(resource.attributes.production_variants) > 0
	every variant in resource.attributes.production_variants {
		_serverless(variant)
	}
}

_serverless(variant) if count(variant.serverless_config) > 0

_several(variant) if variant.initial_instance_count >= 2

_several(variant) if {
	some scaling in variant.managed_instance_scaling
	scaling.min_instance_count >= 2
}
