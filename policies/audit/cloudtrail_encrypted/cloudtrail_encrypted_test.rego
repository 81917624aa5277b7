package audit.cloudtrail_encrypted_test

import data.audit.cloudtrail_encrypted as rule

_resource(state) := {"key": "a", "labels": {}, "facets": {"encryption_at_rest": {"encryption": state, "path": ["p"]}}}

_denied(state) := result if {
	result := {denial.path | some denial in rule.deny} with input as {"resources": [_resource(state)]}
}

test_denies if _denied("provider-managed") == {["p"]}

test_passes if {
	_denied("customer-managed") == set()
}

test_junk_is_denied if _denied("perhaps") == {["p"]}
