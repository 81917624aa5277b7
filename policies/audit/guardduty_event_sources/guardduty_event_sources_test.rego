package audit.guardduty_event_sources_test

import data.audit.guardduty_event_sources as rule

_detector(enabled, disabled) := {"resources": [{
	"key": "d",
	"labels": {},
	"attributes": {"enable": true},
	"facets": {"threat_features": {"enabled": enabled, "disabled": disabled, "open": "nobody says"}},
}]}

_all := ["S3_DATA_EVENTS", "EKS_AUDIT_LOGS", "RDS_LOGIN_EVENTS", "LAMBDA_NETWORK_LOGS"]

test_all_on_passes if {
	count(rule.deny) == 0 with input as _detector(_all, [])
	count(rule.undecided) == 0 with input as _detector(_all, [])
}

test_switched_off_is_denied if {
	some denial in rule.deny with input as _detector([], ["S3_DATA_EVENTS"])
	denial.message == "S3 protection is switched off"
}

test_others_do_not_matter if count(rule.deny) == 0 with input as _detector(_all, ["SOMETHING_ELSE"])

test_unstated_is_undecided if {
	count(rule.deny) == 0 with input as _detector([], [])
	count(rule.undecided) == 1 with input as _detector([], [])
}

test_a_detector_that_is_off_is_denied if {
	off := object.union(_detector(_all, []).resources[0], {"attributes": {"enable": false}})
	count(rule.deny) == 1 with input as {"resources": [off]}
}
