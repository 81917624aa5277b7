package audit.cloudtrail_ai_events_test

import data.audit.cloudtrail_ai_events as rule

_agent(recorded) := {"resources": [{"key": "a", "labels": {}, "facets": {"data_events": {
	"type": "AWS::Bedrock::AgentAlias",
	"recorded": recorded,
}}}]}

test_recorded_passes if count(rule.deny) == 0 with input as _agent("all")

test_unrecorded_is_denied if {
	some denial in rule.deny with input as _agent("none")
	denial.message == "no trail records all data events of type AWS::Bedrock::AgentAlias"
	count(rule.deny) == 1 with input as _agent("reads")
}
