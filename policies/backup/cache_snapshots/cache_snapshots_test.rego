package backup.cache_snapshots_test

import data.backup.cache_snapshots as rule

_group(attributes, labels) := {"resources": [{"key": "a", "labels": labels, "attributes": attributes}]}

test_none_is_denied if {
	count(rule.deny) == 1 with input as _group({}, {})
	count(rule.deny) == 1 with input as _group({"snapshot_retention_limit": 0}, {})
	count(rule.deny) == 1 with input as _group({"snapshot_retention_limit": "x"}, {})
}

test_kept_passes if count(rule.deny) == 0 with input as _group({"snapshot_retention_limit": 1}, {})

test_caches_are_exempt if {
	count(rule.exempt) == 1 with input as _group({}, {"Purpose": "Cache"})
	count(rule.exempt) == 0 with input as _group({}, {"purpose": "sessions"})
}
