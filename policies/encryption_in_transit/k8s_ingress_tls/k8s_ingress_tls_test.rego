package encryption_in_transit.k8s_ingress_tls_test

import data.encryption_in_transit.k8s_ingress_tls as rule

ingress(kind, serves, certificate) := {"resources": [{
	"key": "networking.k8s.io/Ingress/shop/web",
	"facets": {"entry_tls": {"entries": [{
		"kind": kind, "serves": serves, "certificate": certificate,
		"path": ["spec", "rules", 0, "host"], "name": "host shop.example.com", "evidence": "why",
	}]}},
}]}

test_plain_host_is_denied if {
	some denial in rule.deny with input as ingress("host", "plain", true) with data.parameters.ingress_default_tls as false
	denial.message == "host shop.example.com is served without TLS (why)"
}

test_default_certificate_covers_hosts_only if {
	count(rule.deny) == 0 with input as ingress("host", "plain", true) with data.parameters.ingress_default_tls as true
	count(rule.deny) == 1 with input as ingress("plain-port", "plain", true) with data.parameters.ingress_default_tls as true
}

test_tls_needs_a_certificate if {
	count(rule.deny) == 1 with input as ingress("listener", "tls", false) with data.parameters.ingress_default_tls as false
}

test_tls_and_redirects_pass if {
	count(rule.deny) == 0 with input as ingress("host", "tls", true) with data.parameters.ingress_default_tls as false
	count(rule.deny) == 0 with input as ingress("listener", "redirect", true) with data.parameters.ingress_default_tls as false
	count(rule.exempt) == 0 with input as ingress("host", "tls", true)
}

test_redirect_outside_the_input_is_undecided if {
	count(rule.undecided) == 1 with input as ingress("plain-port", "unproven", true)
	count(rule.deny) == 0 with input as ingress("plain-port", "unproven", true) with data.parameters.ingress_default_tls as false
}

test_nothing_served_is_exempt if {
	count(rule.exempt) == 1 with input as {"resources": [{"key": "g", "facets": {"entry_tls": {"entries": []}}}]}
}
