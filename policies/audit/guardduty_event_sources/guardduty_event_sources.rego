# METADATA
# title: Threat detection reads the events of data, clusters and functions
# description: By itself GuardDuty reads trails, flow logs and DNS queries; theft from buckets, misuse of clusters and logins to databases show in sources that have to be switched on.
# scope: package
# custom:
#   id: guardduty-event-sources
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_guardduty_detector], with: [threat_features]}
#   requires:
#     - attributes.enable
#     - facets.threat_features.disabled
#     - facets.threat_features.enabled
#     - facets.threat_features.open
#   parameters: []
#   remediation:
#     terraform:
#       text: Enable the protections on the detector and say so in the configuration.
#       snippet: |
#         resource "aws_guardduty_detector_feature" "s3_data_events" {
#           detector_id = aws_guardduty_detector.main.id
#           name        = "S3_DATA_EVENTS"
#           status      = "ENABLED"
#         }
#   references:
#     - https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_data-sources.html
#     - https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-features-activation-model.html
package audit.guardduty_event_sources

import data.lib.finding

deny contains finding.new(resource, [], message) if {
	some resource in input.resources
	some name in _wanted
	name in resource.facets.threat_features.disabled
	message := $"{_words[name]} is switched off"
}

deny contains finding.new(resource, ["enable"], "the detector is switched off") if {
	some resource in input.resources
	resource.attributes.enable == false
}

# What nobody says is on or off by the date and the way the detector was made.
undecided contains finding.undecided(resource, reason) if {
	some resource in input.resources
	open := _wanted - {name | some name in resource.facets.threat_features.enabled}
	count(open) > 0
	names := concat(", ", sort([_words[name] | some name in open]))
	reason := $"whether these are on is not known: {names} ({resource.facets.threat_features.open})"
}

_wanted := object.keys(_words)

_words := {
	"S3_DATA_EVENTS": "S3 protection",
	"EKS_AUDIT_LOGS": "EKS protection",
	"RDS_LOGIN_EVENTS": "RDS protection",
	"LAMBDA_NETWORK_LOGS": "Lambda protection",
}
