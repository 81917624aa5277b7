package access.session_duration_max_test

import data.access.session_duration_max as rule

_denied(attributes) := count(denials) if {
	denials := rule.deny with input as {"resources": [{"key": "a", "attributes": attributes}]} with data.parameters.session_max_hours as 8
}

test_long_is_denied if {
	_denied({"session_duration": "PT12H"}) == 1
	_denied({"session_duration": "PT8H1M"}) == 1
	_denied({"session_duration": "PT481M"}) == 1
	_denied({"session_duration": "P1D"}) == 1
	_denied({"session_duration": "PT8H30S"}) == 1
}

test_short_and_unsaid_pass if {
	_denied({"session_duration": "PT8H"}) == 0
	_denied({"session_duration": "PT90M"}) == 0
	_denied({"session_duration": null}) == 0
	_denied({}) == 0
}

test_junk_is_denied if {
	_denied({"session_duration": "a while"}) == 1
	_denied({"session_duration": 4}) == 1
}
