package encryption_in_transit.stream_tls_test

import data.encryption_in_transit.stream_tls as rule

_denied(attributes) := result if {
	result := {denial.path[4] | some denial in rule.deny} with input as {"resources": [{"key": "a", "attributes": attributes}]}
}

_transit(transit) := {"encryption_info": [{"encryption_in_transit": [transit]}]}

test_plaintext_is_denied if {
	_denied(_transit({"client_broker": "PLAINTEXT", "in_cluster": true})) == {"client_broker"}
	_denied(_transit({"client_broker": "TLS_PLAINTEXT", "in_cluster": false})) == {"client_broker", "in_cluster"}
	_denied(_transit({"client_broker": 7, "in_cluster": "perhaps"})) == {"client_broker", "in_cluster"}
}

test_tls_and_unsaid_pass if {
	_denied(_transit({"client_broker": "TLS", "in_cluster": true})) == set()
	_denied(_transit({"client_broker": null})) == set()
	_denied({"encryption_info": []}) == set()
	_denied({}) == set()
}
