package encryption_in_transit.cache_in_transit_test

import data.encryption_in_transit.cache_in_transit as rule

_denied(facet) := result if {
	result := [denial.message | some denial in rule.deny] with input as {"resources": [{"key": "a", "facets": {"cache_tls": facet}}]}
}

test_clear_is_denied if {
	_denied({"connections": "clear", "source": "default", "path": ["p"]}) == ["nothing switches TLS on, and it is off by default"]
	_denied({"connections": "clear", "source": "attribute", "path": ["p"]}) == ["connections are not encrypted"]
	count(_denied({"connections": "perhaps", "source": "attribute", "path": ["p"]})) == 1
}

test_either_is_denied if {
	_denied({"connections": "either", "source": "attribute", "path": ["p"]}) == ["clients may connect without TLS as well as with it"]
}

test_encrypted_passes if _denied({"connections": "encrypted", "source": "default", "path": ["p"]}) == []
