package network.dnssec_enabled_test

import data.network.dnssec_enabled as rule

_zone(open, signed) := {"resources": [{"key": "z", "labels": {}, "facets": {"zone_signing": {
	"public": open,
	"signed": signed,
	"path": [],
}}}]}

test_signed_passes if {
	count(rule.deny) == 0 with input as _zone(true, true)
	count(rule.exempt) == 0 with input as _zone(true, true)
}

test_unsigned_is_denied if count(rule.deny) == 1 with input as _zone(true, false)

test_private_is_exempt if count(rule.exempt) == 1 with input as _zone(false, false)
