package encryption_in_transit.lb_listener_https_test

import data.encryption_in_transit.lb_listener_https as rule

_listener(facet) := {"resources": [{"key": "a", "labels": {}, "facets": {"listener": facet}}]}

_application(protocol, redirects, internal) := _listener({
	"load_balancer": "application",
	"internal": internal,
	"protocol": protocol,
	"redirects_to_https": redirects,
})

_network(protocol) := _listener({"load_balancer": "network", "internal": null, "protocol": protocol, "redirects_to_https": false})

_severities := {denial.severity | some denial in rule.deny}

test_plain_http_is_denied if {
	_severities == {"high"} with input as _application("HTTP", false, false)
	_severities == {"high"} with input as _application("HTTP", false, null)
	_severities == {"medium"} with input as _application("HTTP", false, true)
}

test_https_and_redirect_pass if {
	_severities == set() with input as _application("HTTPS", false, false)
	_severities == set() with input as _application("HTTP", true, false)
}

test_network_load_balancers if {
	_severities == set() with input as _network("TLS")
	count(rule.undecided) == 0 with input as _network("TLS")
	count(rule.undecided) == 1 with input as _network("TCP")
	count(rule.exempt) == 1 with input as _network("UDP")
}

test_gateway_load_balancers_are_exempt if {
	facet := {"load_balancer": "gateway", "internal": null, "protocol": "", "redirects_to_https": false}
	count(rule.exempt) == 1 with input as _listener(facet)
}

test_a_proxy_of_google_leads_to_its_target if {
	facet := {"load_balancer": "application", "internal": false, "protocol": "HTTP", "redirects_to_https": false}
	denials := rule.deny with input as {"resources": [{"key": "a", "type": "google_compute_global_forwarding_rule", "facets": {"listener": facet}}]}
	{denial.path | some denial in denials} == {["target"]}
}
