package ai_governance.cf_ai_gateway_dlp_test

import data.ai_governance.cf_ai_gateway_dlp as rule

_gateway(attributes) := {"resources": [{"key": "g", "attributes": attributes}]}

test_blocked_passes if {
	count(rule.deny) == 0 with input as _gateway({"dlp": {"enabled": true, "action": "BLOCK"}})
	count(rule.deny) == 0 with input as _gateway({"dlp": {
		"enabled": true,
		"policies": [{"enabled": true, "action": "BLOCK"}],
	}})
}

test_off_is_denied if {
	count(rule.deny) == 1 with input as _gateway({"dlp": {"enabled": false, "action": "BLOCK"}})
	count(rule.deny) == 1 with input as _gateway({"dlp": null})
	count(rule.deny) == 1 with input as _gateway({})
}

test_flagged_is_not_blocked if {
	count(rule.deny) == 1 with input as _gateway({"dlp": {
		"enabled": true,
		"policies": [{"enabled": false, "action": "BLOCK"}],
	}})
}
