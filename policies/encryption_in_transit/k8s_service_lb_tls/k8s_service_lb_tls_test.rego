package encryption_in_transit.k8s_service_lb_tls_test

import data.encryption_in_transit.k8s_service_lb_tls as rule

service(scheme, tls) := {"resources": [{
	"key": "core/Service/shop/web",
	"facets": {"service": {"scheme": scheme, "mesh_gateway": false, "ports": [{
		"path": ["spec", "ports", 0, "port"], "port": 443, "protocol": "TCP", "tls": tls, "evidence": "why",
	}]}},
}]}

test_plain_port_is_denied if {
	some denial in rule.deny with input as service("internet", "plain")
	denial.severity == "high"
	denial.message == "port 443 carries no TLS: why"
}

test_internal_is_medium if {
	some denial in rule.deny with input as service("internal", "plain")
	denial.severity == "medium"
}

test_tls_passes if {
	count(rule.deny) == 0 with input as service("internet", "terminated")
	count(rule.deny) == 0 with input as service("internet", "backend")
	count(rule.undecided) == 0 with input as service("internet", "backend")
	count(rule.exempt) == 0 with input as service("internet", "backend")
}

test_unproven_is_undecided if {
	some answer in rule.undecided with input as service("internet", "unproven")
	answer.reason == "port 443: why"
}

test_others_are_exempt if {
	udp := {"resources": [{"key": "s", "facets": {"service": {
		"scheme": "internet", "mesh_gateway": false,
		"ports": [{"path": [], "port": 53, "protocol": "UDP", "tls": "unproven", "evidence": "why"}],
	}}}]}
	count(rule.exempt) == 1 with input as udp
	gateway := {"resources": [object.union(service("internet", "plain").resources[0], {"facets": {"service": {"mesh_gateway": true}}})]}
	count(rule.exempt) == 1 with input as gateway
}
