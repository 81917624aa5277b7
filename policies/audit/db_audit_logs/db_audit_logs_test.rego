package audit.db_audit_logs_test

import data.audit.db_audit_logs as rule

_database(recorded) := {"resources": [{"key": "d", "labels": {}, "facets": {"database_audit": {
	"recorded": recorded,
	"gap": "the audit log is not exported",
	"path": ["p"],
}}}]}

test_audited_passes if count(rule.deny) == 0 with input as _database("audit")

test_unaudited_is_denied if {
	some denial in rule.deny with input as _database("none")
	denial.message == "the audit log is not exported"
	not denial.severity
}

test_half_is_low if {
	some denial in rule.deny with input as _database("partial")
	denial.severity == "low"
}

test_junk_is_denied if count(rule.deny) == 1 with input as _database(7)
