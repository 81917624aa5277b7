package ai_governance.ai_telemetry_present_test

import data.ai_governance.ai_telemetry_present as rule

_gateway(metrics, alerts) := {"resources": [{"key": "a", "facets": {"ai_gateway": {"metrics": metrics, "alerts": alerts}}}]}

test_metrics_and_alerts_pass if {
	count(rule.deny) == 0 with input as _gateway(true, true)
	count(rule.deny) == 1 with input as _gateway(true, false)
	count(rule.deny) == 1 with input as _gateway(false, true)
	count(rule.deny) == 2 with input as _gateway(null, null)
	count(rule.deny) == 2 with input as {"resources": [{"key": "a", "facets": {}}]}
}
