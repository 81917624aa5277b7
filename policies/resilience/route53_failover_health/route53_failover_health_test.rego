package resilience.route53_failover_health_test

import data.resilience.route53_failover_health as rule

_check(attributes) := {"resources": [{"key": "a", "labels": {}, "attributes": attributes}]}

_messages := result if {
	result := {denial.message | some denial in rule.deny} with data.parameters.detection_seconds as 120
}

test_quick_https_check_passes if {
	_messages == set() with input as _check({"type": "HTTPS", "port": 443, "failure_threshold": 3, "request_interval": 30})
	_messages == set() with input as _check({"type": "HTTPS", "port": 443})
	_messages == set() with input as _check({"type": "TCP", "port": 5432})
}

test_slow_check_is_denied if {
	slow := {"an outage is noticed after 150 seconds, later than the required 120"}
	_messages == slow with input as _check({"type": "HTTPS", "failure_threshold": "5", "request_interval": 30})
}

test_wrong_type_is_denied if {
	_messages == {"port 443 is checked with TCP instead of HTTPS"} with input as _check({"type": "TCP", "port": 443})
}

test_disabled_is_denied if {
	_messages == {"the health check is disabled and reports a healthy endpoint"} with input as _check({"type": "HTTPS", "disabled": true})
}

test_checks_of_checks_have_no_interval if {
	_messages == set() with input as _check({"type": "CALCULATED", "failure_threshold": 10, "request_interval": 30})
}

test_absent_values_do_not_pass if {
	_messages == {"port 443 is checked with nothing instead of HTTPS"} with input as _check({"port": 443})
	count(_messages) == 1 with input as _check({"failure_threshold": 10})
}
