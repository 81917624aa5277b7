package encryption_in_transit.s3_secure_transport_policy_test

import data.encryption_in_transit.s3_secure_transport_policy as rule

_bucket(facet) := {"resources": [{"key": "a", "labels": {}, "facets": {"bucket": facet}}]}

test_without_the_statement_is_denied if {
	count(rule.deny) == 1 with input as _bucket({"tls_only": false})
	count(rule.deny) == 1 with input as _bucket({})
}

test_with_the_statement_passes if count(rule.deny) == 0 with input as _bucket({"tls_only": true})
