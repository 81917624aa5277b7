package access.lambda_url_auth_test

import data.access.lambda_url_auth as rule

_denied(open, labels) := count(denials) if {
	denials := rule.deny with input as {"resources": [{"key": "a", "facets": {"function_url": {"open": open, "labels": labels}}}]}
		with data.parameters.public_labels as ["exposure=public"]
}

test_open_is_denied if {
	_denied(true, {}) == 1
	_denied("perhaps", {"exposure": "internal"}) == 1
}

test_signed_passes if _denied(false, {}) == 0

test_meant_to_be_public_passes if _denied(true, {"exposure": "public"}) == 0
