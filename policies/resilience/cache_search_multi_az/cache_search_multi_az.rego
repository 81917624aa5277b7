# METADATA
# title: Caches and search clusters survive the loss of a zone
# description: With all nodes in one zone, or nobody to take over, an outage of the zone takes sessions, queues and search along.
# scope: package
# custom:
#   id: cache-search-multi-az
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_elasticache_replication_group, aws_opensearch_domain, google_redis_instance]}
#   requires:
#     -  attributes.automatic_failover_enabled
#     -  attributes.cluster_config[].instance_count
#     -  attributes.cluster_config[].zone_awareness_enabled
#     -  attributes.multi_az_enabled
#     -  attributes.replicas_per_node_group
#     - attributes.tier
#   parameters: []
#   remediation:
#     terraform:
#       text: Give the replication group a replica, automatic failover and several zones; spread the nodes of a domain over zones.
#       snippet: |
#         resource "aws_elasticache_replication_group" "sessions" {
#           num_cache_clusters         = 2
#           automatic_failover_enabled = true
#           multi_az_enabled           = true
#         }
#         resource "aws_opensearch_domain" "search" {
#           cluster_config {
#             instance_count         = 3
#             zone_awareness_enabled = true
#             zone_awareness_config {
#               availability_zone_count = 3
#             }
#           }
#         }
#     google:
#       text: Choose the tier STANDARD_HA, which keeps a replica in another zone.
#       snippet: |
#         resource "google_redis_instance" "sessions" {
#           name           = "sessions"
#           tier           = "STANDARD_HA"
#           memory_size_gb = 5
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html
#     - https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-multiaz.html
#     - https://cloud.google.com/memorystore/docs/redis/high-availability
package resilience.cache_search_multi_az

import data.lib.environment
import data.lib.finding

deny contains finding.new(resource, ["automatic_failover_enabled"], "no replica takes over when the primary fails") if {
	some resource in input.resources
	resource.type == "aws_elasticache_replication_group"
	not _fails_over(resource)
}

deny contains finding.new(resource, ["multi_az_enabled"], "the nodes may all be in one zone") if {
	some resource in input.resources
	resource.type == "aws_elasticache_replication_group"
	_fails_over(resource)
	not _spread(resource)
}

deny contains finding.new(resource, ["replicas_per_node_group"], "the shards have no replicas") if {
	some resource in input.resources
	resource.type == "aws_elasticache_replication_group"
	_fails_over(resource)
	resource.attributes.replicas_per_node_group == 0
}

deny contains finding.new(resource, ["cluster_config"], "the nodes are all in one zone") if {
	some resource in input.resources
	resource.type == "aws_opensearch_domain"
	not _zone_aware(resource)
}

# BASIC, a single node, unless stated (provider documentation).
deny contains finding.new(resource, ["tier"], "no replica in another zone takes over") if {
	some resource in input.resources
	resource.type == "google_redis_instance"
	not _standby(resource)
}

_standby(resource) if resource.attributes.tier == "STANDARD_HA"

# Both are off unless set (provider documentation).
_fails_over(resource) if resource.attributes.automatic_failover_enabled == true

_spread(resource) if resource.attributes.multi_az_enabled == true

# One node, which is what a domain has where nothing is said, is in one zone whatever the switch says.
_zone_aware(resource) if {
	some config in resource.attributes.cluster_config
	config.zone_awareness_enabled == true
	is_number(config.instance_count)
	config.instance_count > 1
}

exempt contains finding.exempt(resource, "its tags name an environment other than production") if {
	some resource in input.resources
	environment.not_production(resource.labels)
}
