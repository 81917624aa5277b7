package ai_governance.vertex_request_logging_test

import data.ai_governance.vertex_request_logging as rule

of(type, attributes) := {"resources": [{"key": $"{type}.x", "type": type, "labels": {}, "attributes": attributes}]}

messages(type, attributes) := {denial.message | some denial in rule.deny with input as of(type, attributes)}

test_recorded_passes if {
	count(messages("endpoint", {"predict_request_response_logging_config": [{"enabled": true, "sampling_rate": 0.5}]})) == 0
}

test_unrecorded_is_denied if {
	count(messages("endpoint", {})) == 1
	count(messages("endpoint", {"predict_request_response_logging_config": [{"enabled": false, "sampling_rate": 1}]})) == 1
	count(messages("endpoint", {"predict_request_response_logging_config": [{"enabled": true}]})) == 1
}
