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
