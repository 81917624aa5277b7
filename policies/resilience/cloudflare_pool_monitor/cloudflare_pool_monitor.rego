# METADATA
# title: Pools of a load balancer are watched
# description: A pool without a monitor counts as healthy for ever, so that requests keep going to origins that are down.
# scope: package
# custom:
#   id: cloudflare-pool-monitor
#   severity: medium
#   origins: [terraform]
#   selector: {types: [cloudflare_load_balancer_pool], with: [given]}
#   requires:
#     - attributes.enabled
#     - facets.given.monitor
#     - facets.given.monitor_group
#   parameters: []
#   remediation:
#     terraform:
#       text: Attach a monitor to the pool.
#       snippet: |
#         resource "cloudflare_load_balancer_pool" "main" {
#           account_id = var.account_id
#           name       = "main"
#           monitor    = cloudflare_load_balancer_monitor.health.id
#           origins    = [{ name = "one", address = "192.0.2.10" }]
#         }
#   references:
#     - https://developers.cloudflare.com/load-balancing/monitors/
package resilience.cloudflare_pool_monitor

import data.lib.finding

deny contains finding.new(resource, ["monitor"], "no monitor watches the pool") if {
	some resource in input.resources
	not _watched(resource.facets.given)
}

exempt contains finding.exempt(resource, "the pool is switched off") if {
	some resource in input.resources
	resource.attributes.enabled == false
}

_watched(given) if given.monitor == true

_watched(given) if given.monitor_group == true
