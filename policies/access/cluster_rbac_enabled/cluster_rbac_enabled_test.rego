package access.cluster_rbac_enabled_test

import data.access.cluster_rbac_enabled as rule

_denied(attributes) := n if {
	n := count(rule.deny) with input as {"resources": [{"key": "a", "type": "azurerm_kubernetes_cluster", "attributes": attributes}]}
}

test_on if {
	_denied({"role_based_access_control_enabled": true}) == 0
	_denied({"role_based_access_control_enabled": null}) == 0
	_denied({}) == 0
}

test_off if {
	_denied({"role_based_access_control_enabled": false}) == 1
	_denied({"role_based_access_control_enabled": "off"}) == 1
}

test_attribute_based_control if {
	_denied({"enable_legacy_abac": false}) == 0
	_denied({"enable_legacy_abac": null}) == 0
	_denied({"enable_legacy_abac": true}) == 1
	_denied({"enable_legacy_abac": "yes"}) == 1
}
