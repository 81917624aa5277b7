package network.datastore_not_public_test

import data.network.datastore_not_public as rule

store(type, attributes, given) := {"resources": [{"key": $"{type}.d", "type": type, "attributes": attributes, "facets": {"given": given}}]}

brokers(access) := store("aws_msk_cluster", {"broker_node_group_info": [{"connectivity_info": [{"public_access": [{"type": access}]}]}]}, {})

test_public_databases_are_denied if {
	count(rule.deny) == 1 with input as store("aws_db_instance", {"publicly_accessible": true}, {})
	count(rule.deny) == 0 with input as store("aws_db_instance", {"publicly_accessible": false}, {})
	count(rule.deny) == 0 with input as store("aws_db_instance", {}, {})
}

test_public_brokers_are_denied if {
	count(rule.deny) == 1 with input as brokers("SERVICE_PROVIDED_EIPS")
	count(rule.deny) == 0 with input as brokers("DISABLED")
}

test_search_outside_a_vpc_is_denied if {
	count(rule.deny) == 1 with input as store("aws_opensearch_domain", {}, {"vpc_options": false})
	count(rule.deny) == 0 with input as store("aws_opensearch_domain", {}, {"vpc_options": true})
}

test_cluster_instances_that_do_not_say_are_undecided if {
	count(rule.undecided) == 1 with input as store("aws_rds_cluster_instance", {}, {})
	count(rule.undecided) == 0 with input as store("aws_rds_cluster_instance", {"publicly_accessible": false}, {})
}
