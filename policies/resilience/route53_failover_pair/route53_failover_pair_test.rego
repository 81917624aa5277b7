package resilience.route53_failover_pair_test

import data.resilience.route53_failover_pair as rule

_good := {"role": "primary", "primaries": 1, "secondaries": 1, "distinct_targets": true, "checked": true}

_of(changes) := {"resources": [{"key": "a", "labels": {}, "facets": {"failover": object.union(_good, changes)}}]}

_messages := {denial.message | some denial in rule.deny}

test_pair_passes if {
	_messages == set() with input as _of({})
	_messages == set() with input as _of({"role": "secondary", "checked": false})
}

test_broken_pairs_are_denied if {
	_messages == {"the name has 1 primary and 0 secondary records"} with input as _of({"secondaries": 0})
	_messages == {"primary and secondary lead to the same target"} with input as _of({"distinct_targets": false})
	_messages == {"nothing checks the health of the primary"} with input as _of({"checked": false})
}

test_unused_health_check_is_low if {
	severities := {denial.severity | some denial in rule.deny} with input as _of({"role": "health-check", "primaries": 0, "checked": false})
	severities == {"low"}
	_messages == set() with input as _of({"role": "health-check", "primaries": 0})
}
