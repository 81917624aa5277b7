package ai_governance.agentcore_memory_expiry_test

import data.ai_governance.agentcore_memory_expiry as rule

_memory(attributes) := {"resources": [{"key": "a", "attributes": attributes}]}

_denied(document) := result if {
	result := count(rule.deny) with input as document with data.parameters.agent_memory_max_days as 90
}

test_short_memories_pass if {
	_denied(_memory({"event_expiry_duration": 90})) == 0
	_denied(_memory({"event_expiry_duration": 91})) == 1
	_denied(_memory({"event_expiry_duration": 0})) == 1
	_denied(_memory({"event_expiry_duration": "30"})) == 1
	_denied(_memory({})) == 1
}
