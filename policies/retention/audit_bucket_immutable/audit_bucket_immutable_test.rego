package retention.audit_bucket_immutable_test

import data.retention.audit_bucket_immutable as rule

_bucket(lock) := {"resources": [{
	"key": "a",
	"labels": {},
	"facets": {"bucket": {"audit_writers": ["aws_cloudtrail.main"], "object_lock": lock}},
}]}

_lock(mode, days) := {"enabled": true, "mode": mode, "days": days}

_messages := result if {
	result := {denial.message | some denial in rule.deny} with data.parameters.lock_days as 365
}

test_without_lock_is_denied if {
	message := "no object lock with a default retention protects the records"
	_messages == {message} with input as _bucket({"enabled": false, "mode": null, "days": 0})
	_messages == {message} with input as _bucket({"enabled": true, "mode": null, "days": 0})
}

test_compliance_mode_passes if _messages == set() with input as _bucket(_lock("COMPLIANCE", 365))

test_weak_locks_are_denied if {
	governance := "governance mode lets privileged users delete locked records"
	_messages == {governance} with input as _bucket(_lock("GOVERNANCE", 365))
	_messages == {"records are locked for 30 days, fewer than the required 365"} with input as _bucket(_lock("COMPLIANCE", 30))
}

test_other_buckets_are_exempt if {
	other := {"resources": [{"key": "a", "labels": {}, "facets": {"bucket": {"audit_writers": []}}}]}
	count(rule.exempt) == 1 with input as other with data.parameters.audit_purposes as ["audit-log"]
	count(rule.exempt) == 0 with input as _bucket(_lock("COMPLIANCE", 365)) with data.parameters.audit_purposes as []
}

test_an_absent_lock_does_not_pass if {
	unlocked := {"resources": [{"key": "a", "labels": {}, "facets": {"bucket": {"audit_writers": ["aws_cloudtrail.main"]}}}]}
	count(_messages) == 1 with input as unlocked
}

google(lock) := {"resources": [{"key": "b", "type": "google_storage_bucket", "labels": {}, "facets": {"bucket": {"audit_writers": ["sink"], "object_lock": lock}}}]}

test_retention_policies_of_google if {
	some none in rule.deny with input as google({"enabled": false, "mode": null, "days": 0}) with data.parameters.lock_days as 365
	none.message == "no retention policy protects the records"
	some unlocked in rule.deny with input as google({"enabled": true, "mode": "GOVERNANCE", "days": 365}) with data.parameters.lock_days as 365
	unlocked.path == ["retention_policy"]
	unlocked.severity == "medium"
}

azure(lock, labels) := {"resources": [{
	"key": "p", "type": "azurerm_storage_container_immutability_policy", "labels": {},
	"facets": {"bucket": {"audit_writers": [], "labels": labels, "object_lock": lock}},
}]}

test_containers_of_azure if {
	_messages == set() with input as azure(_lock("COMPLIANCE", 365), {})
	_messages == {"the retention policy is not locked, so that administrators can remove it"} with input as azure(_lock("GOVERNANCE", 365), {})
	some short in rule.deny with input as azure(_lock("COMPLIANCE", 30), {}) with data.parameters.lock_days as 365
	short.path == ["immutability_period_in_days"]
}

test_other_containers_are_exempt if {
	lock := _lock("COMPLIANCE", 30)
	count(rule.exempt) == 1 with input as azure(lock, {"purpose": "website"}) with data.parameters.audit_purposes as ["audit"]
	count(rule.exempt) == 0 with input as azure(lock, {"purpose": "audit"}) with data.parameters.audit_purposes as ["audit"]
}
