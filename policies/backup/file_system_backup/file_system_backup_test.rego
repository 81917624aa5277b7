package backup.file_system_backup_test

import data.backup.file_system_backup as rule

_files(enabled) := {"resources": [{"key": "a", "facets": {"file_backup": {"enabled": enabled, "path": []}}}]}

test_off_is_denied if {
	count(rule.deny) == 1 with input as _files(false)
	count(rule.deny) == 1 with input as _files("x")
}

test_on_passes if count(rule.deny) == 0 with input as _files(true)
