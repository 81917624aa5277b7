package network.edge_proxied_waf_test

import data.network.edge_proxied_waf as rule

_record(proxied, exempt) := {"resources": [{"key": "r", "facets": {"edge_route": {
	"kind": "record",
	"proxied": proxied,
	"exempt": exempt,
}}}]}

test_proxied_passes if {
	count(rule.deny) == 0 with input as _record(true, null)
	count(rule.exempt) == 0 with input as _record(true, null)
}

test_open_is_denied if {
	count(rule.deny) == 1 with input as _record(false, null)
	count(rule.deny) == 1 with input as _record("junk", null)
}

test_others_are_exempt if count(rule.exempt) == 1 with input as _record(false, "a mail server")
