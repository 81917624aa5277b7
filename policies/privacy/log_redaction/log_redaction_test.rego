package privacy.log_redaction_test

import data.privacy.log_redaction as rule

_waf(fields) := {"resources": [{
	"key": "w", "type": "aws_wafv2_web_acl_logging_configuration",
	"attributes": {"redacted_fields": fields},
}]}

_header(name) := {"single_header": [{"name": name}]}

test_both_headers_pass if count(rule.deny) == 0 with input as _waf([_header("Authorization"), _header("cookie")])

test_missing_headers_are_denied if {
	{denial.message | some denial in rule.deny} == {"logged with requests: the header cookie"} with input as _waf([_header("authorization")])
	{denial.message | some denial in rule.deny} == {"logged with requests: the header authorization and cookie"} with input as _waf([])
	count(rule.deny) == 1 with input as _waf(null)
}

_api(attributes) := {"resources": [{"key": "a", "type": "aws_apigatewayv2_stage", "attributes": attributes}]}

test_tracing_is_denied if {
	count(rule.deny) == 1 with input as _api({"settings": [{"data_trace_enabled": true}]})
	count(rule.deny) == 1 with input as _api({"default_route_settings": [{"data_trace_enabled": true}]})
	count(rule.deny) == 1 with input as _api({"route_settings": [{"data_trace_enabled": false}, {"data_trace_enabled": true}]})
}

test_no_tracing_passes if {
	count(rule.deny) == 0 with input as _api({})
	count(rule.deny) == 0 with input as _api({"default_route_settings": [{"data_trace_enabled": false}]})
}

_gateway(attributes) := {"resources": [{
	"key": "g", "type": "cloudflare_zero_trust_gateway_logging",
	"attributes": attributes,
}]}

test_gateway_redacts if {
	count(rule.deny) == 0 with input as _gateway({"redact_pii": true})
	count(rule.deny) == 1 with input as _gateway({"redact_pii": false})
	count(rule.deny) == 1 with input as _gateway({})
}
