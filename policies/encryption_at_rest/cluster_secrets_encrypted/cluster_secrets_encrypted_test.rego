package encryption_at_rest.cluster_secrets_encrypted_test

import data.encryption_at_rest.cluster_secrets_encrypted as rule

_resource(state) := {"key": "a", "labels": {}, "facets": {"encryption_at_rest": {"encryption": state, "path": ["p"]}}}

_denied(state) := result if {
	result := {denial.path | some denial in rule.deny} with input as {"resources": [_resource(state)]}
}

test_denies if _denied("none") == {["p"]}

test_passes if {
	_denied("provider-managed") == set()
	_denied("customer-managed") == set()
}

test_junk_is_denied if _denied("perhaps") == {["p"]}
