# METADATA
# title: Access to classified objects is recorded
# description: Trails leave out reads and writes of single objects unless told otherwise; without them nobody can say who took which record.
# scope: package
# custom:
#   id: cloudtrail-data-events
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_s3_bucket], with: [data_events]}
#   requires:
#     - facets.data_events.recorded
#   parameters: [sensitive_classes]
#   remediation:
#     terraform:
#       text: Add a selector of data events to a trail, for all buckets or for those that hold classified data.
#       snippet: |
#         resource "aws_cloudtrail" "data" {
#           name                  = "data"
#           s3_bucket_name        = aws_s3_bucket.trail.id
#           is_multi_region_trail = true
#           advanced_event_selector {
#             field_selector {
#               field  = "eventCategory"
#               equals = ["Data"]
#             }
#             field_selector {
#               field  = "resources.type"
#               equals = ["AWS::S3::Object"]
#             }
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-cloudtrail-logging-for-s3.html
package audit.cloudtrail_data_events

import data.lib.classification
import data.lib.finding

deny contains finding.new(resource, [], _messages[recorded]) if {
	some resource in input.resources
	recorded := resource.facets.data_events.recorded
	recorded != "all"
}

exempt contains finding.exempt(resource, "it is not tagged as holding classified data") if {
	some resource in input.resources
	not classification.one_of(resource.labels, data.parameters.sensitive_classes)
}

_messages := {
	"reads": "no trail records writes of its objects",
	"writes": "no trail records reads of its objects",
	"none": "no trail records access to its objects",
}
