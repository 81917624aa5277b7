package encryption_at_rest.kms_key_deletion_guard_test

import data.encryption_at_rest.kms_key_deletion_guard as rule

_denied(attributes) := count(denials) if {
	denials := rule.deny with input as {"resources": [{"key": "a", "type": "aws_kms_key", "attributes": attributes}]}
		with data.parameters.kms_deletion_days as 14
}

test_short_is_denied if {
	_denied({"deletion_window_in_days": 7}) == 1
	_denied({"deletion_window_in_days": "7"}) == 1
}

test_long_and_unsaid_pass if {
	_denied({"deletion_window_in_days": 14}) == 0
	_denied({"deletion_window_in_days": null}) == 0
	_denied({}) == 0
}

google(attributes) := {"resources": [{"key": "k", "type": "google_kms_crypto_key", "attributes": attributes}]}

test_keys_of_google if {
	count(rule.deny) == 0 with input as google({}) with data.parameters.kms_deletion_days as 14
	count(rule.deny) == 0 with input as google({"destroy_scheduled_duration": "2592000s"}) with data.parameters.kms_deletion_days as 14
	some denial in rule.deny with input as google({"destroy_scheduled_duration": "86400s"}) with data.parameters.kms_deletion_days as 14
	denial.path == ["destroy_scheduled_duration"]
	count(rule.deny) == 1 with input as google({"destroy_scheduled_duration": "soon"}) with data.parameters.kms_deletion_days as 14
}

_vault_paths(attributes) := {path |
	some denial in rule.deny with input as {"resources": [{"key": "azurerm_key_vault.main", "type": "azurerm_key_vault", "attributes": attributes}]}
		with data.parameters as {"kms_deletion_days": 14}
	path := denial.path[0]
}

test_key_vault if {
	_vault_paths({"purge_protection_enabled": true, "soft_delete_retention_days": 90}) == set()
	_vault_paths({"purge_protection_enabled": true}) == set()
	_vault_paths({"purge_protection_enabled": true, "soft_delete_retention_days": 7}) == {"soft_delete_retention_days"}
	_vault_paths({"purge_protection_enabled": false}) == {"purge_protection_enabled"}
	_vault_paths({"purge_protection_enabled": "on"}) == {"purge_protection_enabled"}
	_vault_paths({}) == {"purge_protection_enabled"}
}
