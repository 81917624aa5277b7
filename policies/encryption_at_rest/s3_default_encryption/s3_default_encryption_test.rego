package encryption_at_rest.s3_default_encryption_test

import data.encryption_at_rest.s3_default_encryption as rule

_separate(algorithm) := {"resources": [{"key": "a", "labels": {}, "attributes": {"rule": [_rule(algorithm)]}}]}

_inline(algorithm) := {"resources": [{
	"key": "a",
	"labels": {},
	"attributes": {"server_side_encryption_configuration": [{"rule": [_rule(algorithm)]}]},
}]}

_rule(algorithm) := {"apply_server_side_encryption_by_default": [{"sse_algorithm": algorithm}]}

test_nothing_said_passes if count(rule.deny) == 0 with input as {"resources": [{"key": "a", "labels": {}, "attributes": {}}]}

test_known_algorithms_pass if {
	count(rule.deny) == 0 with input as _separate("AES256")
	count(rule.deny) == 0 with input as _inline("aws:kms:dsse")
}

test_other_algorithms_are_denied if {
	count(rule.deny) == 1 with input as _separate("rot13")
	count(rule.deny) == 1 with input as _inline("rot13")
}
