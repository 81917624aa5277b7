package ai_governance.ai_gateway_prompt_log_test

import data.ai_governance.ai_gateway_prompt_log as rule

_denied(tags, most) := result if {
	gateway := {"resources": [{"key": "a", "facets": {"ai_workload": {"tags": tags}}}]}
	result := count(rule.deny) with input as gateway with data.parameters.prompt_retention_max_days as most
}

test_a_place_and_an_end_pass if {
	_denied({"ai.prompt-log": "(set)", "ai.prompt-retention-days": "90"}, 0) == 0
	_denied({"ai.prompt-log": "none"}, 0) == 0
	_denied({"ai.prompt-log": "loki", "ai.prompt-retention-days": "90"}, 90) == 0
}

test_gaps_fail if {
	_denied({}, 0) == 1
	_denied({"ai.prompt-log": " "}, 0) == 1
	_denied({"ai.prompt-log": "loki"}, 0) == 1
	_denied({"ai.prompt-log": "loki", "ai.prompt-retention-days": "0"}, 0) == 1
	_denied({"ai.prompt-log": "loki", "ai.prompt-retention-days": "ever"}, 0) == 1
	_denied({"ai.prompt-log": "loki", "ai.prompt-retention-days": "91"}, 90) == 1
}
