package retention.audit_store_retention_test

import data.retention.audit_store_retention as rule

_lake(attributes) := {"resources": [{"key": "l", "type": "aws_cloudtrail_event_data_store", "labels": {}, "attributes": attributes}]}

_config(attributes) := {"resources": [{"key": "c", "type": "aws_config_retention_configuration", "labels": {}, "attributes": attributes}]}

_messages := result if {
	result := {denial.message | some denial in rule.deny} with data.parameters.retention_days as 2555
}

test_lakes if {
	_messages == set() with input as _lake({})
	_messages == set() with input as _lake({"retention_period": 2555, "termination_protection_enabled": true})
	_messages == {"events are deleted after 90 days, before the required 2555"} with input as _lake({"retention_period": 90})
	_messages == {"the store can be deleted at once"} with input as _lake({"termination_protection_enabled": false})
}

test_the_default_falls_short_of_longer_periods if {
	count(rule.deny) == 1 with input as _lake({}) with data.parameters.retention_days as 3650
}

test_config if {
	_messages == set() with input as _config({"retention_period_in_days": 2557})
	_messages == {"configuration history is deleted after 30 days, before the required 2555"} with input as _config({"retention_period_in_days": 30})
	count(_messages) == 1 with input as _config({"retention_period_in_days": "long"})
}
