package encryption_in_transit.cloudflare_https_only_test

import data.encryption_in_transit.cloudflare_https_only as rule

_zone(redirect, strict) := {"resources": [{"key": "z", "facets": {"edge_settings": {
	"always_use_https": redirect,
	"strict_transport_security": strict,
}}}]}

_set(value) := {"value": value, "path": ["value"]}

test_on_passes if {
	count(rule.deny) == 0 with input as _zone(_set("on"), null)
	count(rule.deny) == 0 with input as _zone(_set("on"), _set("on"))
	count(rule.exempt) == 0 with input as _zone(_set("on"), null)
}

test_off_is_denied if {
	count(rule.deny) == 1 with input as _zone(_set("off"), null)
	count(rule.deny) == 1 with input as _zone(_set(""), _set("on"))
}

test_strict_transport_security_off_is_low if {
	some denial in rule.deny with input as _zone(null, _set("off"))
	denial.severity == "low"
}

test_not_stated_is_exempt if count(rule.exempt) == 1 with input as _zone(null, null)
