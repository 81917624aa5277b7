package encryption_in_transit.edge_min_tls12_test

import data.encryption_in_transit.edge_min_tls12 as rule

_resource(type, attributes) := {"resources": [{"key": "a", "type": type, "labels": {}, "attributes": attributes}]}

_distribution(certificate) := _resource("aws_cloudfront_distribution", {"viewer_certificate": [certificate]})

_api(attributes) := _resource("aws_api_gateway_domain_name", attributes)

_http_api(policy) := _resource("aws_apigatewayv2_domain_name", {"domain_name_configuration": [{"security_policy": policy}]})

_denials(minimum) := result if {
	result := count(rule.deny) with data.parameters.tls_min as minimum
}

test_distributions if {
	_denials("1.2") == 1 with input as _distribution({"cloudfront_default_certificate": true})
	_denials("1.2") == 1 with input as _distribution({"minimum_protocol_version": "TLSv1.1_2016"})
	_denials("1.2") == 0 with input as _distribution({"cloudfront_default_certificate": null, "minimum_protocol_version": "TLSv1.2_2021"})
	_denials("1.3") == 1 with input as _distribution({"minimum_protocol_version": "TLSv1.2_2021"})
	_denials("1.3") == 0 with input as _distribution({"minimum_protocol_version": "TLSv1.3_2025"})
}

test_api_domains if {
	_denials("1.2") == 1 with input as _api({"security_policy": "TLS_1_0"})
	_denials("1.2") == 0 with input as _api({"security_policy": "TLS_1_2"})
	_denials("1.3") == 1 with input as _api({"security_policy": "TLS_1_2"})
	count(rule.undecided) == 1 with input as _api({})
	count(rule.undecided) == 0 with input as _api({"security_policy": "TLS_1_2"})
}

test_http_api_domains if {
	_denials("1.2") == 0 with input as _http_api("TLS_1_2")
	_denials("1.3") == 1 with input as _http_api("TLS_1_2")
	_denials("1.3") == 0 with input as _http_api("SecurityPolicy_TLS13_1_3_2025_09")
}

test_absent_values_do_not_pass if {
	_denials("1.2") == 1 with input as _distribution({})
	_denials("1.2") == 1 with input as _resource("aws_apigatewayv2_domain_name", {"domain_name_configuration": [{}]})
}

_storage_paths(attributes) := {path |
	some denial in rule.deny with input as {"resources": [{"key": "azurerm_storage_account.main", "type": "azurerm_storage_account", "attributes": attributes}]}
		with data.parameters as {"tls_min": "1.2"}
	path := denial.path[0]
}

test_storage if {
	_storage_paths({"min_tls_version": "TLS1_2", "https_traffic_only_enabled": true}) == set()
	_storage_paths({"min_tls_version": "TLS1_0"}) == {"min_tls_version"}
	_storage_paths({"min_tls_version": 12}) == {"min_tls_version"}
	_storage_paths({"min_tls_version": "TLS1_3", "https_traffic_only_enabled": false}) == {"https_traffic_only_enabled"}
	_storage_paths({"enable_https_traffic_only": false}) == {"min_tls_version", "enable_https_traffic_only"}
}
