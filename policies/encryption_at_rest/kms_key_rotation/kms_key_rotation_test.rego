package encryption_at_rest.kms_key_rotation_test

import data.encryption_at_rest.kms_key_rotation as rule

_key(attributes) := {"resources": [{"key": "a", "labels": {}, "attributes": attributes}]}

test_without_rotation_is_denied if {
	count(rule.deny) == 1 with input as _key({"enable_key_rotation": false})
	count(rule.deny) == 1 with input as _key({})
}

test_rotation_passes if count(rule.deny) == 0 with input as _key({"enable_key_rotation": true})

test_what_cannot_rotate_is_exempt if {
	count(rule.exempt) == 1 with input as _key({"customer_master_key_spec": "RSA_2048", "key_usage": "SIGN_VERIFY"})
	count(rule.exempt) == 1 with input as _key({"key_usage": "GENERATE_VERIFY_MAC"})
	count(rule.exempt) == 1 with input as _key({"custom_key_store_id": "cks-1"})
}

test_symmetric_keys_are_judged if {
	attributes := {"customer_master_key_spec": "SYMMETRIC_DEFAULT", "key_usage": "ENCRYPT_DECRYPT", "custom_key_store_id": null}
	count(rule.exempt) == 0 with input as _key(attributes)
	count(rule.exempt) == 0 with input as _key({"custom_key_store_id": ""})
}

google(attributes) := {"resources": [{"key": "k", "type": "google_kms_crypto_key", "attributes": attributes}]}

test_keys_of_google if {
	count(rule.deny) == 0 with input as google({"rotation_period": "7776000s", "purpose": "ENCRYPT_DECRYPT"})
	some rare in rule.deny with input as google({"rotation_period": "31536000s"})
	rare.severity == "low"
	rare.message == "the key rotates every 365 days only, not every 90"
	some silent in rule.deny with input as google({"rotation_period": null})
	silent.path == ["rotation_period"]
	count(rule.deny) == 1 with input as google({"rotation_period": "soon"})
	count(rule.exempt) == 1 with input as google({"purpose": "ASYMMETRIC_SIGN"})
	count(rule.exempt) == 1 with input as google({"import_only": true})
	count(rule.exempt) == 1 with input as google({"version_template": [{"protection_level": "EXTERNAL"}]})
	count(rule.exempt) == 0 with input as google({"purpose": "ENCRYPT_DECRYPT"})
}

_vault_key(policy) := {"key": "azurerm_key_vault_key.data", "type": "azurerm_key_vault_key", "attributes": {"rotation_policy": policy}}

test_key_vault if {
	count(rule.deny) == 0 with input as {"resources": [_vault_key([{"automatic": [{"time_after_creation": "P1Y"}]}])]}
	count(rule.deny) == 0 with input as {"resources": [_vault_key([{"automatic": [{"time_before_expiry": "P30D"}]}])]}
	{denial.path | some denial in rule.deny} == {["rotation_policy"]} with input as {"resources": [_vault_key([{"automatic": []}])]}
	count(rule.deny) == 1 with input as {"resources": [_vault_key([])]}
	count(rule.deny) == 1 with input as {"resources": [_vault_key([{"automatic": [{"time_after_creation": 7}]}])]}
}
