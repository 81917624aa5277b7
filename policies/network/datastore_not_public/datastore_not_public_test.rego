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

cloud_sql(attributes) := {"resources": [{"key": "db", "type": "google_sql_database_instance", "attributes": attributes}]}

sql_severities(ip) := {object.get(denial, "severity", "critical") |
	some denial in rule.deny with input as cloud_sql({"settings": [{"ip_configuration": ip}]}) with data.parameters.fw_max_public_prefix as 16
}

test_cloud_sql_is_public_unless_told_otherwise if {
	sql_severities([{"ipv4_enabled": false, "authorized_networks": [{"value": "0.0.0.0/0"}]}]) == set()
	sql_severities([]) == {"medium"}
	sql_severities([{"ipv4_enabled": true, "authorized_networks": [{"value": "192.0.2.0/24"}]}]) == {"medium"}
	sql_severities([{"ipv4_enabled": true, "authorized_networks": [{"value": "0.0.0.0/0"}]}]) == {"critical"}
	count(rule.undecided) == 1 with input as cloud_sql({})
}

_azure_severities(access) := {object.get(denial, "severity", "critical") |
	some denial in rule.deny with input as {"resources": [{
		"key": "azurerm_mssql_server.main",
		"type": "azurerm_mssql_server",
		"attributes": {},
		"facets": {"public_network": {"access": access, "path": ["public_network_access_enabled"]}},
	}]}
}

test_azure if {
	_azure_severities("none") == set()
	_azure_severities("listed") == {"medium"}
	_azure_severities("world") == {"critical"}
}
