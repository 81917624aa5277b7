package network.azure_paas_public_network_test

import data.network.azure_paas_public_network as rule

_service(access) := {"key": "azurerm_key_vault.main", "facets": {"public_network": {"access": access, "path": []}}}

test_closed if count(rule.deny) == 0 with input as {"resources": [_service("none"), _service("listed")]}

test_open if count(rule.deny) == 1 with input as {"resources": [_service("world")]}

test_junk if {
	count(rule.deny) == 1 with input as {"resources": [{"key": "a", "facets": {"public_network": {"access": 5, "path": []}}}]}
}
