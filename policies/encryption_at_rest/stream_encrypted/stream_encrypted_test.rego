package encryption_at_rest.stream_encrypted_test

import data.encryption_at_rest.stream_encrypted as rule

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

_delivery(attributes) := object.union(_resource("none"), {"attributes": attributes})

test_delivery_from_a_stream_is_exempt if {
	count(rule.exempt) == 1 with input as {"resources": [_delivery({"kinesis_source_configuration": [{}]})]}
	count(rule.exempt) == 1 with input as {"resources": [_delivery({"msk_source_configuration": [{}]})]}
	count(rule.exempt) == 0 with input as {"resources": [_delivery({"kinesis_source_configuration": []})]}
	count(rule.exempt) == 0 with input as {"resources": [_delivery({})]}
}
