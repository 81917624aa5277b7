package encryption_in_transit.db_require_tls_test

import data.encryption_in_transit.db_require_tls as rule

_database(required, source) := {"resources": [{
	"key": "a",
	"labels": {},
	"facets": {"database_tls": {"required": required, "setting": "rds.force_ssl", "source": source, "path": ["parameter_group_name"]}},
}]}

_messages := {denial.message | some denial in rule.deny}

test_not_required_is_denied if {
	_messages == {"rds.force_ssl does not demand TLS of clients"} with input as _database(false, "parameter")
	_messages == {"rds.force_ssl is not set, and by default clients may connect without TLS"} with input as _database(false, "default")
}

test_required_passes if _messages == set() with input as _database(true, "parameter")
