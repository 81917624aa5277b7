package encryption_at_rest.backup_vault_cmk_test

import data.encryption_at_rest.backup_vault_cmk as rule

_vault(state, labels) := {"resources": [{"key": "a", "labels": labels, "facets": {"encryption_at_rest": {"encryption": state, "path": ["kms_key_arn"]}}}]}

_exempt(scope) := result if {
	result := count(rule.exempt) with data.parameters.cmk_scope as scope with data.parameters.sensitive_classes as ["phi"]
}

test_service_key_is_denied if {
	count(rule.deny) == 1 with input as _vault("provider-managed", {})
	count(rule.deny) == 1 with input as _vault("perhaps", {})
}

test_own_key_passes if count(rule.deny) == 0 with input as _vault("customer-managed", {})

test_scope if {
	_exempt("tagged") == 1 with input as _vault("provider-managed", {})
	_exempt("tagged") == 0 with input as _vault("provider-managed", {"data-classification": "phi"})
	_exempt("all") == 0 with input as _vault("provider-managed", {})
}
