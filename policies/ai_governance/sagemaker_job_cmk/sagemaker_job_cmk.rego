# METADATA
# title: Monitoring jobs on classified data use customer-managed keys
# description: A monitoring job copies captured requests and answers to its volume and writes findings about them; both should be under a key of your own.
# scope: package
# custom:
#   id: sagemaker-job-cmk
#   severity: medium
#   origins: [terraform]
#   selector: {types: [aws_sagemaker_data_quality_job_definition]}
#   requires:
#     - facets.encryption_at_rest.encryption
#     - facets.encryption_at_rest.path
#   parameters: [cmk_scope, sensitive_classes]
#   remediation:
#     terraform:
#       text: Name keys for the volume of the job and for what it writes.
#       snippet: |
#         resource "aws_sagemaker_data_quality_job_definition" "drift" {
#           data_quality_job_output_config {
#             kms_key_id = aws_kms_key.monitoring.arn
#           }
#           job_resources {
#             cluster_config {
#               volume_kms_key_id = aws_kms_key.monitoring.arn
#             }
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateDataQualityJobDefinition.html
package ai_governance.sagemaker_job_cmk

import data.lib.classification
import data.lib.encryption
import data.lib.finding

deny contains finding.new(resource, resource.facets.encryption_at_rest.path, message) if {
	some resource in input.resources
	not encryption.with_customer_key(resource)
	message := "the job's volume or its output is not encrypted with a customer-managed key"
}

exempt contains finding.exempt(resource, "its tags do not classify its data as sensitive") if {
	some resource in input.resources
	data.parameters.cmk_scope != "all"
	not classification.one_of(resource.labels, data.parameters.sensitive_classes)
}
