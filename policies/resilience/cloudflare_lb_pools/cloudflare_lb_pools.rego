# METADATA
# title: Load balancers have a pool to fall back on
# description: With one pool that works, its failure is the failure of everything behind the load balancer.
# scope: package
# custom:
#   id: cloudflare-lb-pools
#   severity: high
#   origins: [terraform]
#   selector: {types: [cloudflare_load_balancer], with: [load_balancer_pools]}
#   requires:
#     - facets.load_balancer_pools.enabled
#     - facets.load_balancer_pools.fallback_path
#     - facets.load_balancer_pools.fallback_usable
#     - facets.load_balancer_pools.path
#     - facets.load_balancer_pools.usable
#   parameters: []
#   remediation:
#     terraform:
#       text: Name at least two default pools and a pool of last resort, each switched on and with as many origins as it needs.
#       snippet: |
#         resource "cloudflare_load_balancer" "main" {
#           zone_id       = cloudflare_zone.main.id
#           name          = "api.example.com"
#           default_pools = [cloudflare_load_balancer_pool.near.id, cloudflare_load_balancer_pool.far.id]
#           fallback_pool = cloudflare_load_balancer_pool.last.id
#         }
#       edits:
#         - {do: set, value: true, when: {path: enabled}}
#   references:
#     - https://developers.cloudflare.com/load-balancing/pools/
#     - https://developers.cloudflare.com/load-balancing/understand-basics/health-details/
package resilience.cloudflare_lb_pools

import data.lib.finding

deny contains finding.new(resource, pools.path, message) if {
	some resource in input.resources
	pools := resource.facets.load_balancer_pools
	not _redundant(pools)
	message := $"default pools that can take requests: {_count(pools)}"
}

deny contains finding.new(resource, pools.fallback_path, "the pool of last resort can take no requests") if {
	some resource in input.resources
	pools := resource.facets.load_balancer_pools
	not pools.fallback_usable == true
}

deny contains finding.new(resource, ["enabled"], "the load balancer is switched off") if {
	some resource in input.resources
	pools := resource.facets.load_balancer_pools
	not pools.enabled == true
}

_redundant(pools) if {
	is_number(pools.usable)
	pools.usable >= 2
}

default _count(_) := 0

_count(pools) := pools.usable
