package encryption_in_transit.search_tls_test

import data.encryption_in_transit.search_tls as rule

_denied(attributes) := result if {
	result := {denial.path[0] | some denial in rule.deny} with input as {"resources": [{"key": "a", "attributes": attributes}]}
		with data.parameters.tls_min as "1.2"
}

_undecided(attributes) := count(reasons) if {
	reasons := rule.undecided with input as {"resources": [{"key": "a", "attributes": attributes}]}
}

_inside := [{"enabled": true}]

_options(more) := {"domain_endpoint_options": [more], "node_to_node_encryption": _inside}

test_nothing_said_is_denied if _denied({}) == {"domain_endpoint_options", "node_to_node_encryption"}

test_plain_http_is_denied if {
	_denied(_options({"enforce_https": false, "tls_security_policy": "Policy-Min-TLS-1-2-2019-07"})) == {"domain_endpoint_options"}
}

test_old_and_junk_policies_are_denied if {
	_denied(_options({"enforce_https": true, "tls_security_policy": "Policy-Min-TLS-1-0-2019-07"})) == {"domain_endpoint_options"}
	_denied(_options({"enforce_https": true, "tls_security_policy": 7})) == {"domain_endpoint_options"}
}

test_strict_passes if {
	strict := _options({"enforce_https": true, "tls_security_policy": "Policy-Min-TLS-1-2-PFS-2023-10"})
	_denied(strict) == set()
	_undecided(strict) == 0
}

test_unsaid_policy_is_undecided if {
	_denied(_options({"enforce_https": null, "tls_security_policy": null})) == set()
	_undecided(_options({})) == 1
}

test_nodes_in_clear_are_denied if {
	strict := {"enforce_https": true, "tls_security_policy": "Policy-Min-TLS-1-2-2019-07"}
	_denied({"domain_endpoint_options": [strict], "node_to_node_encryption": [{"enabled": false}]}) == {"node_to_node_encryption"}
}

test_the_minimum_counts if {
	attributes := _options({"enforce_https": true, "tls_security_policy": "Policy-Min-TLS-1-2-2019-07"})
	count(rule.deny) == 1 with input as {"resources": [{"key": "a", "attributes": attributes}]} with data.parameters.tls_min as "1.3"
}
