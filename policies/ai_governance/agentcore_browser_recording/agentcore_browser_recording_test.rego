package ai_governance.agentcore_browser_recording_test

import data.ai_governance.agentcore_browser_recording as rule

_browser(attributes) := {"resources": [{"key": "a", "attributes": attributes}]}

test_recording_passes if {
	count(rule.deny) == 0 with input as _browser({"recording": [{"enabled": true}]})
	count(rule.deny) == 1 with input as _browser({"recording": [{"enabled": false}]})
	count(rule.deny) == 1 with input as _browser({"recording": []})
	count(rule.deny) == 0 with input as _browser({"recording": {"enabled": true}})
	count(rule.deny) == 1 with input as _browser({"recording": {"enabled": false}})
	count(rule.deny) == 1 with input as _browser({})
}
