package audit.azure_diagnostics_test

import data.audit.azure_diagnostics as rule

_vault(settings, audit) := {"key": "azurerm_key_vault.main", "facets": {"diagnostics": {"settings": settings, "audit": audit, "wanted": ["AuditEvent"]}}}

_messages(resource) := {message |
	some denial in rule.deny with input as {"resources": [resource]}
	message := denial.message
}

test_audited if _messages(_vault(1, true)) == set()

test_none if _messages(_vault(0, false)) == {"no diagnostic setting in the plan sends its audit log anywhere"}

test_other_logs_only if _messages(_vault(1, false)) == {"no diagnostic setting sends AuditEvent"}

test_junk if count(_messages(_vault("x", "yes"))) == 1
