package resilience.cache_search_multi_az_test

import data.resilience.cache_search_multi_az as rule

_paths := {denial.path | some denial in rule.deny}

_cache(attributes) := {"resources": [{"key": "a", "type": "aws_elasticache_replication_group", "labels": {}, "attributes": attributes}]}

_domain(config) := {"resources": [{"key": "a", "type": "aws_opensearch_domain", "labels": {}, "attributes": {"cluster_config": config}}]}

test_caches if {
	_paths == {["automatic_failover_enabled"]} with input as _cache({})
	_paths == {["automatic_failover_enabled"]} with input as _cache({"automatic_failover_enabled": "x", "multi_az_enabled": true})
	_paths == {["multi_az_enabled"]} with input as _cache({"automatic_failover_enabled": true, "multi_az_enabled": false})
	_paths == {["replicas_per_node_group"]} with input as _cache({"automatic_failover_enabled": true, "multi_az_enabled": true, "replicas_per_node_group": 0})
	_paths == set() with input as _cache({"automatic_failover_enabled": true, "multi_az_enabled": true})
}

test_domains if {
	_paths == {["cluster_config"]} with input as _domain([])
	_paths == {["cluster_config"]} with input as _domain([{"instance_count": 3, "zone_awareness_enabled": false}])
	_paths == {["cluster_config"]} with input as _domain([{"instance_count": null, "zone_awareness_enabled": true}])
	_paths == {["cluster_config"]} with input as _domain([{"instance_count": "x", "zone_awareness_enabled": true}])
	_paths == set() with input as _domain([{"instance_count": 2, "zone_awareness_enabled": true}])
}

test_test_systems_are_exempt if {
	count(rule.exempt) == 1 with input as {"resources": [{"key": "a", "labels": {"env": "dev"}, "attributes": {}}]}
	count(rule.exempt) == 0 with input as _cache({})
}

test_only_the_tier_with_a_standby_passes if {
	redis := {"key": "r", "type": "google_redis_instance", "labels": {}, "attributes": {}}
	count(rule.deny) == 1 with input as {"resources": [redis]}
	count(rule.deny) == 1 with input as {"resources": [object.union(redis, {"attributes": {"tier": "BASIC"}})]}
	count(rule.deny) == 0 with input as {"resources": [object.union(redis, {"attributes": {"tier": "STANDARD_HA"}})]}
}
