# METADATA
# title: Logs of the edge are shipped away
# description: Cloudflare keeps logs of requests, of its firewall and of administrators for a short time only, and out of the reach of alarms.
# scope: package
# custom:
#   id: cloudflare-logpush
#   severity: medium
#   origins: [terraform]
#   selector: {types: [scope/plan, cloudflare_logpush_job]}
#   requires:
#     - attributes.enabled
#     - facets.unshipped_logs.datasets
#     - facets.unshipped_logs.zones
#   parameters: []
#   presence: true
#   remediation:
#     terraform:
#       text: Ship the requests and firewall events of each zone and the audit log of the account to a store of your own; a job is off until it is enabled.
#       snippet: |
#         resource "cloudflare_logpush_job" "requests" {
#           zone_id          = cloudflare_zone.main.id
#           dataset          = "http_requests"
#           destination_conf = var.log_destination
#           enabled          = true
#         }
#       edits:
#         - {do: set, value: true, when: {path: enabled}}
#   references:
#     - https://developers.cloudflare.com/logs/logpush/
package audit.cloudflare_logpush

import data.lib.finding

deny contains finding.new(resource, ["enabled"], "the job is not switched on") if {
	some resource in input.resources
	_is_job(resource)
	not _enabled(resource.attributes)
}

deny contains finding.new(resource, [], $"no job ships {names}") if {
	some resource in input.resources
	missing := resource.facets.unshipped_logs.datasets
	count(missing) > 0
	names := concat(", ", missing)
}

exempt contains finding.exempt(resource, "the plan holds no zone, record or load balancer of Cloudflare") if {
	some resource in input.resources
	resource.facets.unshipped_logs.zones == false
}

_is_job(resource) if resource.type == "cloudflare_logpush_job"

_enabled(attributes) if attributes.enabled == true
