# METADATA
# title: Studio domains with classified data use a customer-managed key
# description: All home folders of a domain lie on one file system; a key of your own decides who can read it.
# scope: package
# custom:
#   id: sagemaker-domain-cmk
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_sagemaker_domain]}
#   requires:
#     - facets.encryption_at_rest.encryption
#     - facets.encryption_at_rest.path
#   parameters: [cmk_scope, sensitive_classes]
#   remediation:
#     terraform:
#       text: Name a key of your own when the domain is made; it cannot be changed later.
#       snippet: |
#         resource "aws_sagemaker_domain" "studio" {
#           kms_key_id = aws_kms_key.studio.arn
#         }
#   references:
#     - https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateDomain.html
package ai_governance.sagemaker_domain_cmk

import data.lib.classification
import data.lib.encryption
import data.lib.finding

deny contains finding.new(resource, resource.facets.encryption_at_rest.path, message) if {
	some resource in input.resources
	not encryption.with_customer_key(resource)
	message := "the domain's file system is not encrypted with a customer-managed key"
}

exempt contains finding.exempt(resource, "its tags do not classify its data as sensitive") if {
	some resource in input.resources
	data.parameters.cmk_scope != "all"
	not classification.one_of(resource.labels, data.parameters.sensitive_classes)
}
