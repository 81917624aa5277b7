package ai_governance.azure_openai_cmk_test

import data.ai_governance.azure_openai_cmk as rule

_parameters := {"cmk_scope": "classified", "sensitive_classes": ["phi"]}

_account(encryption, class) := {
	"key": "azurerm_cognitive_account.main",
	"labels": {"data-classification": class},
	"facets": {"encryption_at_rest": {"encryption": encryption, "path": []}},
}

test_own_key if {
	count(rule.deny) == 0 with input as {"resources": [_account("customer-managed", "phi")]} with data.parameters as _parameters
}

test_key_of_azure if {
	count(rule.deny) == 1 with input as {"resources": [_account("provider-managed", "phi")]} with data.parameters as _parameters
	count(rule.exempt) == 0 with input as {"resources": [_account("provider-managed", "phi")]} with data.parameters as _parameters
}

test_exempt if {
	count(rule.exempt) == 1 with input as {"resources": [_account("provider-managed", "public")]} with data.parameters as _parameters
	every_scope := object.union(_parameters, {"cmk_scope": "all"})
	count(rule.exempt) == 0 with input as {"resources": [_account("provider-managed", "public")]} with data.parameters as every_scope
}

test_junk if {
	count(rule.deny) == 1 with input as {"resources": [_account(7, "phi")]} with data.parameters as _parameters
}
