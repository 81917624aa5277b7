package access.cluster_endpoint_private_test

import data.access.cluster_endpoint_private as rule

cluster(config) := {"resources": [{"key": "aws_eks_cluster.c", "attributes": {"vpc_config": [config]}}]}

test_open_to_the_world_is_denied if {
	some denial in rule.deny with input as cluster({"endpoint_public_access": true, "public_access_cidrs": ["0.0.0.0/0"]})
	denial.message == "the API server is open to the whole internet"
	count(rule.deny) == 1 with input as cluster({"endpoint_public_access": true})
	count(rule.deny) == 1 with input as cluster({"endpoint_public_access": true, "public_access_cidrs": []})
	count(rule.deny) == 1 with input as cluster({"endpoint_public_access": true, "public_access_cidrs": null})
	count(rule.deny) == 1 with input as cluster({})
}

test_limited_to_ranges_is_denied_medium if {
	some denial in rule.deny with input as cluster({"endpoint_public_access": true, "public_access_cidrs": ["192.0.2.0/24"]})
	denial.severity == "medium"
	denial.message == "the API server has a public address, limited to 192.0.2.0/24"
}

test_private_endpoint_passes if {
	count(rule.deny) == 0 with input as cluster({"endpoint_public_access": false})
}

_aks(attributes) := {"key": "azurerm_kubernetes_cluster.main", "type": "azurerm_kubernetes_cluster", "attributes": attributes}

_aks_messages(attributes) := {message |
	some denial in rule.deny with input as {"resources": [_aks(attributes)]}
	message := denial.message
}

test_aks_private if _aks_messages({"private_cluster_enabled": true}) == set()

test_aks_open if {
	_aks_messages({}) == {"the API server is open to the whole internet"}
	_aks_messages({"private_cluster_enabled": "yes", "api_server_access_profile": [{"authorized_ip_ranges": ["0.0.0.0/0"]}]}) == {"the API server is open to the whole internet"}
}

test_aks_limited if {
	limited := {"the API server has a public address, limited to 203.0.113.0/24"}
	_aks_messages({"api_server_access_profile": [{"authorized_ip_ranges": ["203.0.113.0/24"]}]}) == limited
	_aks_messages({"private_cluster_enabled": false, "api_server_authorized_ip_ranges": ["203.0.113.0/24"]}) == limited
}

gke(attributes) := {"resources": [{"key": "c", "type": "google_container_cluster", "attributes": attributes}]}

grades(attributes) := {object.get(denial, "severity", "high") | some denial in rule.deny with input as gke(attributes)}

test_gke_endpoints if {
	grades({}) == {"high"}
	grades({"master_authorized_networks_config": [{"cidr_blocks": [{"cidr_block": "0.0.0.0/0"}]}]}) == {"high"}
	grades({"master_authorized_networks_config": [{"cidr_blocks": [{"cidr_block": "192.0.2.0/24"}]}]}) == {"medium"}
	grades({"master_authorized_networks_config": [{"cidr_blocks": []}]}) == {"medium"}
	grades({"private_cluster_config": [{"enable_private_endpoint": true}]}) == set()
	grades({"control_plane_endpoints_config": [{"ip_endpoints_config": [{"enabled": false}]}]}) == set()
	grades({"control_plane_endpoints_config": [{"ip_endpoints_config": [{"enabled": false}], "dns_endpoint_config": [{"allow_external_traffic": true}]}]}) == {"medium"}
}
