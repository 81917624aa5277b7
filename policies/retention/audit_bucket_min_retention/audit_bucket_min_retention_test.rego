package retention.audit_bucket_min_retention_test

import data.retention.audit_bucket_min_retention as rule

_expiration(changes) := object.union(
	{"source": "l", "kind": "current", "days": 30, "covers_records": true, "conditional": false},
	changes,
)

_bucket(writers, expirations) := {"resources": [{
	"key": "a",
	"labels": {},
	"facets": {"bucket": {"audit_writers": writers, "expirations": expirations}},
}]}

_of(changes) := _bucket(["aws_cloudtrail.main"], [_expiration(changes)])

_parameters := {"retention_days": 2555, "audit_purposes": ["audit-log"]}

_messages := result if {
	result := {denial.message | some denial in rule.deny} with data.parameters as _parameters
}

_undecided := result if {
	result := count(rule.undecided) with data.parameters as _parameters
}

test_early_expiration_is_denied if {
	_messages == {"l deletes audit records after 30 days"} with input as _of({})
	_messages == {"l deletes replaced versions of audit records after 30 days"} with input as _of({"kind": "noncurrent"})
	_messages == {"l deletes audit records on a fixed date"} with input as _of({"kind": "date", "days": 0})
}

test_late_or_foreign_expiration_passes if {
	_messages == set() with input as _of({"days": 2557})
	_messages == set() with input as _of({"covers_records": false})
	_messages == set() with input as _bucket(["aws_cloudtrail.main"], [])
}

test_conditional_expiration_is_undecided if {
	_messages == set() with input as _of({"conditional": true})
	_undecided == 1 with input as _of({"conditional": true})
	_undecided == 0 with input as _of({"conditional": true, "days": 2557})
}

test_other_buckets_are_exempt if {
	count(rule.exempt) == 1 with input as _bucket([], []) with data.parameters as _parameters
	count(rule.exempt) == 0 with input as _of({}) with data.parameters as _parameters
}
