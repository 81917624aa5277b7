package ai_governance.azure_openai_local_auth_test

import data.ai_governance.azure_openai_local_auth as rule

_account(attributes) := {"key": "azurerm_cognitive_account.main", "type": "azurerm_cognitive_account", "attributes": attributes}

test_keys_off if count(rule.deny) == 0 with input as {"resources": [_account({"local_auth_enabled": false})]}

test_keys_on if count(rule.deny) == 1 with input as {"resources": [_account({"local_auth_enabled": true})]}

test_absent_and_junk if {
	count(rule.deny) == 1 with input as {"resources": [_account({})]}
	count(rule.deny) == 1 with input as {"resources": [_account({"local_auth_enabled": "no"})]}
}

test_ai_services if {
	on := {"key": "azurerm_ai_services.a", "type": "azurerm_ai_services", "attributes": {}}
	off := {"key": "azurerm_ai_services.b", "type": "azurerm_ai_services", "attributes": {"local_authentication_enabled": false}}
	{denial.path | some denial in rule.deny} == {["local_authentication_enabled"]} with input as {"resources": [on, off]}
}
