package network.waf_associated_test

import data.network.waf_associated as rule

entry(attached, facing) := {"resources": [{"key": "aws_lb.l", "facets": {"web_application_firewall": {
	"kind": "load balancer", "internet_facing": facing, "attached": attached, "path": [],
}}}]}

test_unprotected_is_denied if {
	some denial in rule.deny with input as entry(false, true)
	denial.message == "no web ACL protects the load balancer"
}

test_protected_passes if {
	count(rule.deny) == 0 with input as entry(true, true)
	count(rule.exempt) == 0 with input as entry(true, true)
}

test_internal_is_exempt if {
	count(rule.exempt) == 1 with input as entry(false, false)
}

test_what_is_missing_has_the_name_of_its_provider if {
	some denial in rule.deny with input as {"resources": [{"key": "b", "facets": {"web_application_firewall": {"kind": "backend service", "internet_facing": true, "attached": false, "path": []}}}]}
	denial.message == "no security policy protects the backend service"
}

test_what_is_missing_for_an_application_gateway if {
	some denial in rule.deny with input as {"resources": [{"key": "g", "facets": {"web_application_firewall": {"kind": "application gateway", "internet_facing": true, "attached": false, "path": []}}}]}
	denial.message == "no firewall policy protects the application gateway"
}
