package retention.object_store_versioning_test

import data.retention.object_store_versioning as rule

_bucket(labels, writers, state) := {"resources": [{
	"key": "a",
	"labels": labels,
	"facets": {"bucket": {"audit_writers": writers, "versioning": state}},
}]}

_parameters := {"protected_purposes": ["backup"], "sensitive_classes": ["phi"]}

_exempt := result if {
	result := count(rule.exempt) with data.parameters as _parameters
}

test_unversioned_is_denied if {
	count(rule.deny) == 1 with input as _bucket({}, [], "off")
	count(rule.deny) == 1 with input as _bucket({}, [], "suspended")
}

test_versioned_passes if count(rule.deny) == 0 with input as _bucket({}, [], "enabled")

test_only_buckets_worth_protecting_are_judged if {
	_exempt == 1 with input as _bucket({"purpose": "website"}, [], "off")
	_exempt == 0 with input as _bucket({"purpose": "backup"}, [], "off")
	_exempt == 0 with input as _bucket({"data-classification": "phi"}, [], "off")
	_exempt == 0 with input as _bucket({}, ["aws_cloudtrail.main"], "off")
}

test_a_retention_policy_of_google_is_enough if {
	facet := {"audit_writers": ["sink"], "versioning": "off", "object_lock": {"enabled": true}}
	count(rule.exempt) == 1 with input as {"resources": [{"key": "b", "type": "google_storage_bucket", "labels": {}, "facets": {"bucket": facet}}]}
	count(rule.exempt) == 0 with input as {"resources": [{"key": "b", "type": "aws_s3_bucket", "labels": {}, "facets": {"bucket": facet}}]}
}
