# METADATA
# title: Trails record all management events
# description: A trail that records only reads, only writes, or leaves out the key service, misses the actions an investigation looks for.
# scope: package
# custom:
#   id: cloudtrail-event-selectors
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_cloudtrail]}
#   requires:
#     - attributes.event_selector[].include_management_events
#     - attributes.event_selector[].read_write_type
#     - attributes.event_selector[].exclude_management_event_sources[]
#     - attributes.advanced_event_selector[].field_selector[].field
#     - attributes.advanced_event_selector[].field_selector[].equals[]
#     - attributes.advanced_event_selector[].field_selector[].not_equals[]
#   parameters: []
#   remediation:
#     terraform:
#       text: Leave the selectors out, or keep one that includes management events of type All without excluded sources.
#       snippet: |
#         resource "aws_cloudtrail" "main" {
#           name           = "main"
#           s3_bucket_name = aws_s3_bucket.trail.id
#           event_selector {
#             include_management_events = true
#             read_write_type           = "All"
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
package audit.cloudtrail_event_selectors

import data.lib.finding

deny contains finding.new(resource, ["event_selector"], "no selector records management events of every kind") if {
	some resource in input.resources
	some _ in resource.attributes.event_selector
	not _records_all(resource)
}

deny contains finding.new(resource, ["advanced_event_selector"], "no selector records management events of every kind") if {
	some resource in input.resources
	some _ in resource.attributes.advanced_event_selector
	not _records_all(resource)
}

_records_all(resource) if {
	some selector in resource.attributes.event_selector
	not selector.include_management_events == false
	_every_kind(selector)
	not "kms.amazonaws.com" in _excluded(selector)
}

# An advanced selector narrows with every further field; the category alone takes all management events.
_records_all(resource) if {
	some selector in resource.attributes.advanced_event_selector
	some field in selector.field_selector
	field.field == "eventCategory"
	"Management" in field.equals
	not _narrowed(selector)
}

_every_kind(selector) if selector.read_write_type == "All"

_every_kind(selector) if not _names_kind(selector)

_names_kind(selector) if is_string(selector.read_write_type)

_excluded(selector) := {source | some source in selector.exclude_management_event_sources}

_narrowed(selector) if {
	some field in selector.field_selector
	field.field == "readOnly"
}

_narrowed(selector) if {
	some field in selector.field_selector
	field.field == "eventSource"
	"kms.amazonaws.com" in field.not_equals
}
