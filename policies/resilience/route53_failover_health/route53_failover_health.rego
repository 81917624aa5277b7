# METADATA
# title: Health checks notice an outage in time
# description: Failover begins when the health check has failed often enough; how long that takes is threshold times interval.
# scope: package
# custom:
#   id: route53-failover-health
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_route53_health_check]}
#   requires:
#     - attributes.type
#     - attributes.port
#     - attributes.disabled
#     - attributes.failure_threshold
#     - attributes.request_interval
#   parameters: [detection_seconds]
#   remediation:
#     terraform:
#       text: Check HTTPS endpoints over HTTPS, keep the check enabled, and lower failure_threshold or request_interval.
#       snippet: |
#         resource "aws_route53_health_check" "primary" {
#           type              = "HTTPS"
#           fqdn              = "primary.example.com"
#           port              = 443
#           resource_path     = "/health"
#           failure_threshold = 3
#           request_interval  = 30
#         }
#       edits:
#         - {do: set, value: false, when: {path: disabled}}
#   references:
#     - https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html
package resilience.route53_failover_health

import data.lib.finding

deny contains finding.new(resource, ["disabled"], "the health check is disabled and reports a healthy endpoint") if {
	some resource in input.resources
	resource.attributes.disabled == true
}

deny contains finding.new(resource, ["type"], $"port 443 is checked with {type} instead of HTTPS") if {
	some resource in input.resources
	resource.attributes.port == 443
	type := _type(resource)
	not type in {"HTTPS", "HTTPS_STR_MATCH"}
}

deny contains finding.new(resource, ["failure_threshold"], message) if {
	some resource in input.resources
	_probes(resource)
	seconds := _seconds(resource)
	seconds > data.parameters.detection_seconds
	message := $"an outage is noticed after {seconds} seconds, later than the required {data.parameters.detection_seconds}"
}

# Checks of other checks, alarms and routing controls send no requests themselves.
_probes(resource) if not _type(resource) in {"CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"}

_type(resource) := object.get(resource.attributes, "type", "nothing")

_seconds(resource) := _threshold(resource) * _interval(resource)

# Route 53 takes 3 failures, 30 seconds apart, where nothing is said.
_threshold(resource) := to_number(resource.attributes.failure_threshold) if {
	not is_null(resource.attributes.failure_threshold)
} else := 3

_interval(resource) := to_number(resource.attributes.request_interval) if {
	not is_null(resource.attributes.request_interval)
} else := 30
