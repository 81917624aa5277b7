package ai_governance.ai_endpoint_approved_test

import data.ai_governance.ai_endpoint_approved as rule

workload(endpoints) := {"resources": [{"key": "w", "facets": {"ai_workload": {"endpoints": endpoints, "unresolved": []}}}]}

calls(scheme, host, loopback) := {"path": ["spec"], "name": "BASE_URL", "scheme": scheme, "host": host, "loopback": loopback}

test_plain_http_is_denied if {
	some denial in rule.deny with input as workload([calls("http", "llm.shop.svc", false)]) with data.parameters.ai_endpoints as []
	denial.message == "BASE_URL calls llm.shop.svc without TLS"
}

test_other_hosts_are_denied if {
	some denial in rule.deny with input as workload([calls("https", "api.example.com", false)])
		with data.parameters.ai_endpoints as ["api.anthropic.com"]
	denial.message == "BASE_URL calls api.example.com, which is not an approved endpoint"
}

test_approved_hosts_pass if {
	given := workload([calls("https", "bedrock-runtime.eu-west-1.amazonaws.com", false), calls("http", "localhost", true)])
	list := ["bedrock-runtime.*.amazonaws.com"]
	count(rule.deny) == 0 with input as given with data.parameters.ai_endpoints as list
	count(rule.undecided) == 0 with input as given with data.parameters.ai_endpoints as list
}

test_without_a_list_it_is_undecided if {
	given := workload([calls("https", "api.anthropic.com", false)])
	count(rule.deny) == 0 with input as given with data.parameters.ai_endpoints as []
	count(rule.undecided) == 1 with input as given with data.parameters.ai_endpoints as []
}

test_unstated_endpoints_are_undecided if {
	count(rule.undecided) == 1 with input as workload([])
	elsewhere := {"resources": [{"key": "w", "facets": {"ai_workload": {
		"endpoints": [calls("https", "localhost", true)],
		"unresolved": [{"kind": "endpoint", "reason": "not in the input"}],
	}}}]}
	count(rule.undecided) == 1 with input as elsewhere with data.parameters.ai_endpoints as []
}
