# METADATA
# title: Buckets worth protecting keep earlier versions
# description: With versioning an overwrite or a deletion, by mistake or by malice, can be undone.
# scope: package
# custom:
#   id: object-store-versioning
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_s3_bucket], with: [bucket]}
#   requires:
#     - facets.bucket.audit_writers
#     - facets.bucket.versioning
#   parameters: [protected_purposes, sensitive_classes]
#   remediation:
#     terraform:
#       text: Turn versioning on.
#       snippet: |
#         resource "aws_s3_bucket_versioning" "records" {
#           bucket = aws_s3_bucket.records.id
#           versioning_configuration {
#             status = "Enabled"
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
package retention.object_store_versioning

import data.lib.bucket
import data.lib.classification
import data.lib.finding

deny contains finding.new(resource, ["versioning"], message) if {
	some resource in input.resources
	not resource.facets.bucket.versioning == "enabled"
	message := "earlier versions of objects are not kept"
}

exempt contains finding.exempt(resource, "neither its tags nor its use ask for earlier versions") if {
	some resource in input.resources
	bucket.not_for(resource, data.parameters.protected_purposes)
	not classification.one_of(resource.labels, data.parameters.sensitive_classes)
}
