package audit.cloudtrail_log_validation_test

import data.audit.cloudtrail_log_validation as rule

_trail(attributes) := {"resources": [{"key": "a", "labels": {}, "attributes": attributes}]}

test_without_validation_is_denied if {
	count(rule.deny) == 1 with input as _trail({})
	count(rule.deny) == 1 with input as _trail({"enable_log_file_validation": false})
	count(rule.deny) == 1 with input as _trail({"enable_log_file_validation": null})
}

test_validation_passes if count(rule.deny) == 0 with input as _trail({"enable_log_file_validation": true})
