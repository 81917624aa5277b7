# METADATA
# title: Sessions of people end after a working day
# description: A session that goes on for longer than a working day goes on without the person, on a machine that somebody else may use.
# scope: package
# custom:
#   id: session-duration-max
#   severity: low
#   origins: [terraform, aws]
#   selector: {types: [aws_ssoadmin_permission_set]}
#   requires:
#     - attributes.session_duration
#   parameters: [session_max_hours]
#   remediation:
#     terraform:
#       text: Set session_duration to no more hours than the parameter session_max_hours says, or leave it at its default of one hour.
#       snippet: |
#         resource "aws_ssoadmin_permission_set" "reader" {
#           name             = "reader"
#           instance_arn     = local.instance_arn
#           session_duration = "PT4H"
#         }
#   references:
#     - https://docs.aws.amazon.com/singlesignon/latest/userguide/howtosessionduration.html
package access.session_duration_max

import data.lib.finding

deny contains finding.new(resource, ["session_duration"], message) if {
	some resource in input.resources
	not _short(resource.attributes, data.parameters.session_max_hours)
	message := $"sessions last {resource.attributes.session_duration}, longer than {data.parameters.session_max_hours} hours"
}

_short(attributes, hours) if _minutes(attributes.session_duration) <= hours * 60

# The provider's default is PT1H.
_short(attributes, _) if not _said(attributes)

_said(attributes) if attributes.session_duration != null

# A duration as ISO 8601 writes it, of days, hours, minutes and seconds.
_minutes(text) := (((_number(match[1]) * 1440) + (_number(match[2]) * 60)) + _number(match[3])) + (_number(match[4]) / 60) if {
	text != ""
	[match] := regex.find_all_string_submatch_n(`^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$`, text, 1)
}

_number("") := 0

_number(text) := to_number(text) if text != ""
