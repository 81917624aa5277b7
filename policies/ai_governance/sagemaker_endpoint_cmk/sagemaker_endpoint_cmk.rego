# METADATA
# title: Endpoints with classified data use a customer-managed key
# description: An endpoint's volumes hold the model and what passes through it; a key of your own decides who can read them.
# scope: package
# custom:
#   id: sagemaker-endpoint-cmk
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_sagemaker_endpoint_configuration]}
#   requires:
#     - attributes.production_variants[].instance_type
#     - attributes.production_variants[].serverless_config
#     - facets.encryption_at_rest.encryption
#     - facets.encryption_at_rest.path
#   parameters: [cmk_scope, sensitive_classes]
#   remediation:
#     terraform:
#       text: Name a key of your own for the volumes of the endpoint.
#       snippet: |
#         resource "aws_sagemaker_endpoint_configuration" "scoring" {
#           kms_key_arn = aws_kms_key.endpoints.arn
#           production_variants {
#             model_name             = aws_sagemaker_model.scoring.name
#             instance_type          = "ml.m5.large"
#             initial_instance_count = 2
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html
package ai_governance.sagemaker_endpoint_cmk

import data.lib.classification
import data.lib.encryption
import data.lib.finding

deny contains finding.new(resource, resource.facets.encryption_at_rest.path, message) if {
	some resource in input.resources
	not encryption.with_customer_key(resource)
	message := "the endpoint's volumes are not encrypted with a customer-managed key"
}

exempt contains finding.exempt(resource, "its tags do not classify its data as sensitive") if {
	some resource in input.resources
	data.parameters.cmk_scope != "all"
	not classification.one_of(resource.labels, data.parameters.sensitive_classes)
}

# No key can be named for local disks, which the hardware encrypts, nor for serverless variants.
exempt contains finding.exempt(resource, $"no key can be named for {variant.instance_type}, whose local disks its hardware encrypts") if {
	some resource in input.resources
	some variant in resource.attributes.production_variants
	regex.match(_local_disks, variant.instance_type)
}

exempt contains finding.exempt(resource, "its variants are serverless, where no key can be named") if {
	some resource in input.resources
	count(resource.attributes.production_variants) > 0
	every variant in resource.attributes.production_variants {
		count(variant.serverless_config) > 0
	}
}

# Machine families with disks of their own.
_local_disks := `^ml\.(?:g4dn|g5|g6|g6e|gr6|p3dn|p4d|p4de|p5|p5e|p5en|trn1|trn1n|trn2|[cmrx][0-9]+[a-z]*d[a-z]*)\.`
