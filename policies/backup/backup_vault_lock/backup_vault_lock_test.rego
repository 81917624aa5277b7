package backup.backup_vault_lock_test

import data.backup.backup_vault_lock as rule

_vault(locked, days) := {"resources": [{"key": "a", "facets": {"vault_lock": {"locked": locked, "min_days": days}}}]}

_messages := result if {
	result := {denial.message | some denial in rule.deny} with data.parameters.backup_lock_days as 7
}

test_denied if {
	_messages == {"no lock keeps recovery points from being deleted"} with input as _vault(false, 0)
	_messages == {"the lock keeps recovery points for 3 days at least, fewer than the required 7"} with input as _vault(true, 3)
}

test_passes if _messages == set() with input as _vault(true, 7)
