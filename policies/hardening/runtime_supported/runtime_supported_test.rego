package hardening.runtime_supported_test

import data.hardening.runtime_supported as rule

_function(runtime) := {"resources": [{"key": "a", "type": "aws_lambda_function", "attributes": {"runtime": runtime}}]}

_cluster(version) := {"resources": [{"key": "a", "type": "aws_eks_cluster", "attributes": {"version": version}}]}

_messages := result if {
	result := {denial.message | some denial in rule.deny} with data.parameters.support_date as "2026-11-21"
}

_open(date) := result if {
	result := count(rule.undecided) with data.parameters.support_date as date
}

test_ended_is_denied if {
	_messages == {"python3.8 is supported until 2024-10-14 only"} with input as _function("python3.8")
	_messages == {"EKS 1.28 is supported until 2025-11-26 only"} with input as _cluster("1.28")
}

test_supported_passes if {
	_messages == set() with input as _function("python3.13")
	_messages == set() with input as _cluster("1.35")
	_open("2026-11-21") == 0 with input as _function("python3.13")
}

test_undecided if {
	_open("2026-11-21") == 1 with input as _function("python9.9")
	_open("2026-11-21") == 1 with input as _cluster(null)
	_open("2026-11-21") == 0 with input as _function(null)
	_open("2027-06-01") == 1 with input as _function("python3.13")
}

test_minor_upgrades if {
	_messages == {"minor versions, which bring security fixes, are not installed"} with input as {"resources": [{"key": "a", "type": "aws_db_instance", "attributes": {"auto_minor_version_upgrade": false}}]}
	_messages == set() with input as {"resources": [{"key": "a", "type": "aws_db_instance", "attributes": {}}]}
}

test_images_are_exempt if {
	count(rule.exempt) == 1 with input as {"resources": [{"key": "a", "type": "aws_lambda_function", "attributes": {"package_type": "Image"}}]}
	count(rule.exempt) == 0 with input as _function("python3.13")
}

test_clusters_of_google_follow_a_channel if {
	count(rule.deny) == 1 with input as {"resources": [{"key": "c", "type": "google_container_cluster", "attributes": {"release_channel": [{"channel": "UNSPECIFIED"}]}}]}
	count(rule.deny) == 0 with input as {"resources": [{"key": "c", "type": "google_container_cluster", "attributes": {"release_channel": [{"channel": "STABLE"}]}}]}
	count(rule.undecided) == 1 with input as {"resources": [{"key": "c", "type": "google_container_cluster", "attributes": {}}]}
	count(rule.undecided) == 0 with input as {"resources": [{"key": "c", "type": "google_container_cluster", "attributes": {"enable_autopilot": true}}]}
	count(rule.deny) == 1 with input as {"resources": [{"key": "p", "type": "google_container_node_pool", "attributes": {"management": [{"auto_upgrade": false}]}}]}
}

_aks_denials(attributes) := n if {
	n := count(rule.deny) with input as {"resources": [{"key": "a", "type": "azurerm_kubernetes_cluster", "attributes": attributes}]}
		with data.parameters as {"support_date": "2026-11-21"}
}

test_aks_channel if {
	_aks_denials({"automatic_upgrade_channel": "stable"}) == 0
	_aks_denials({"automatic_channel_upgrade": "patch"}) == 0
	_aks_denials({"automatic_upgrade_channel": "node-image"}) == 1
	_aks_denials({"automatic_upgrade_channel": 4}) == 1
	_aks_denials({}) == 1
}
