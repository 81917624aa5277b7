package encryption_in_transit.lb_backend_encrypted_test

import data.encryption_in_transit.lb_backend_encrypted as rule

_group(attributes) := {"resources": [{"key": "a", "type": "aws_lb_target_group", "attributes": attributes}]}

test_http_and_junk_are_denied if {
	count(rule.deny) == 1 with input as _group({"protocol": "HTTP", "target_type": "ip"})
	count(rule.deny) == 1 with input as _group({"protocol": "perhaps"})
}

test_tls_passes if {
	count(rule.deny) == 0 with input as _group({"protocol": "HTTPS"})
	count(rule.deny) == 0 with input as _group({"protocol": "TLS"})
	count(rule.undecided) == 0 with input as _group({"protocol": "TLS"})
}

test_what_is_passed_on_is_undecided if {
	count(rule.undecided) == 1 with input as _group({"protocol": "TCP"})
	count(rule.deny) == 0 with input as _group({"protocol": "TCP"})
	count(rule.undecided) == 1 with input as _group({"protocol": null})
	count(rule.deny) == 0 with input as _group({})
}

test_functions_are_exempt if {
	count(rule.exempt) == 1 with input as _group({"protocol": null, "target_type": "lambda"})
	count(rule.exempt) == 1 with input as _group({"protocol": "GENEVE", "target_type": "instance"})
	count(rule.exempt) == 0 with input as _group({"protocol": "HTTP", "target_type": "instance"})
}

service(attributes) := {"resources": [{"key": "b", "type": "google_compute_backend_service", "attributes": attributes}]}

test_backend_services if {
	count(rule.deny) == 0 with input as service({"protocol": "HTTP2"})
	count(rule.deny) == 1 with input as service({"protocol": "HTTP"})
	count(rule.deny) == 1 with input as service({"protocol": "H2C"})
	count(rule.undecided) == 1 with input as service({})
	count(rule.undecided) == 1 with input as service({"protocol": "TCP"})
}
