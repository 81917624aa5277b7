package encryption_in_transit.lb_tls_policy_modern_test

import data.encryption_in_transit.lb_tls_policy_modern as rule

_listener(attributes, protocol) := {"resources": [{
	"key": "a",
	"labels": {},
	"attributes": attributes,
	"facets": {"listener": {"protocol": protocol}},
}]}

_denied(policy, minimum) if {
	count(rule.deny) == 1 with input as _listener({"ssl_policy": policy}, "HTTPS") with data.parameters.tls_min as minimum
}

test_outdated_is_denied if {
	_denied("ELBSecurityPolicy-2016-08", "1.2")
	_denied("ELBSecurityPolicy-TLS13-1-0-2021-06", "1.2")
	_denied("ELBSecurityPolicy-TLS13-1-2-2021-06", "1.3")
}

test_default_is_denied if {
	count(rule.deny) == 1 with input as _listener({}, "TLS") with data.parameters.tls_min as "1.2"
}

test_modern_passes if {
	not _denied("ELBSecurityPolicy-TLS13-1-2-2021-06", "1.2")
	not _denied("ELBSecurityPolicy-FS-1-2-Res-2020-10", "1.2")
	not _denied("ELBSecurityPolicy-TLS13-1-3-2021-06", "1.3")
}

test_plain_listeners_are_exempt if {
	count(rule.exempt) == 1 with input as _listener({}, "HTTP")
	count(rule.exempt) == 0 with input as _listener({}, "HTTPS")
}

test_unknown_protocol_is_not_exempt if {
	count(rule.exempt) == 0 with input as {"resources": [{"key": "a", "labels": {}, "attributes": {}, "facets": {"listener": {}}}]}
}

google(policy) := {"resources": [{"key": "p", "type": "google_compute_ssl_policy", "facets": {"tls_policy": object.union({"path": ["ssl_policy"]}, policy)}}]}

messages(policy, minimum) := {denial.message | some denial in rule.deny with input as google(policy) with data.parameters.tls_min as minimum}

test_policies_of_google if {
	good := {"min": "1.2", "strong_ciphers": true, "source": "attribute"}
	messages(good, "1.2") == set()
	messages(good, "1.3") == {"clients may use TLS 1.2, older than the required 1.3"}
	messages(object.union(good, {"min": "1.0"}), "1.2") == {"clients may use TLS 1.0, older than the required 1.2"}
	messages(object.union(good, {"strong_ciphers": false}), "1.2") == {"cipher suites without forward secrecy are let through"}
	messages({"min": "1.0", "strong_ciphers": false, "source": "default"}, "1.2") == {"no TLS policy is named, and the default one allows TLS 1.0"}
}

test_what_names_a_policy_is_exempt if {
	count(rule.exempt) == 1 with input as google({"min": "1.2", "strong_ciphers": true, "source": "reference"})
	count(rule.exempt) == 0 with input as google({"min": "1.2", "strong_ciphers": true, "source": "attribute"})
}

azure(policy) := {"resources": [{"key": "g", "type": "azurerm_application_gateway", "facets": {"tls_policy": object.union({"path": ["ssl_policy"]}, policy)}}]}

test_gateways_of_azure if {
	good := {"min": "1.2", "strong_ciphers": true, "source": "attribute"}
	count(rule.deny) == 0 with input as azure(good) with data.parameters.tls_min as "1.2"
	count(rule.deny) == 1 with input as azure(object.union(good, {"min": "1.1"})) with data.parameters.tls_min as "1.2"
	count(rule.exempt) == 0 with input as azure(good)
	count(rule.exempt) == 1 with input as azure(object.union(good, {"source": "none"}))
}
