# METADATA
# title: Notebooks with classified data use a customer-managed key
# description: What researchers load stays on a notebook's volume; a key of your own decides who can read it, and withdrawing it locks it.
# scope: package
# custom:
#   id: sagemaker-notebook-cmk
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_sagemaker_notebook_instance]}
#   requires:
#     - facets.encryption_at_rest.encryption
#     - facets.encryption_at_rest.path
#   parameters: [cmk_scope, sensitive_classes]
#   remediation:
#     terraform:
#       text: Name a key of your own; the volume of an existing notebook cannot be changed, so make a new one.
#       snippet: |
#         resource "aws_sagemaker_notebook_instance" "research" {
#           name          = "research"
#           role_arn      = aws_iam_role.notebook.arn
#           instance_type = "ml.t3.medium"
#           kms_key_id    = aws_kms_key.research.arn
#         }
#   references:
#     - https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest-nbi.html
package ai_governance.sagemaker_notebook_cmk

import data.lib.classification
import data.lib.encryption
import data.lib.finding

deny contains finding.new(resource, resource.facets.encryption_at_rest.path, message) if {
	some resource in input.resources
	not encryption.with_customer_key(resource)
	message := "the notebook's volume is not encrypted with a customer-managed key"
}

exempt contains finding.exempt(resource, "its tags do not classify its data as sensitive") if {
	some resource in input.resources
	data.parameters.cmk_scope != "all"
	not classification.one_of(resource.labels, data.parameters.sensitive_classes)
}
