package backup.k8s_backup_schedule_test

import data.backup.k8s_backup_schedule

test_pass if {
	_denied({"schedule": "0 3 * * *"}) == set()
	_denied({"schedule": "0 3 * * *", "paused": false, "template": {"ttl": "720h0m0s"}}) == set()
	_denied({"schedule": "@daily", "template": {"ttl": "168h"}}) == set()
	_denied({"schedule": "@daily", "template": {"ttl": "0s"}}) == set()
}

test_fail if {
	_denied({"schedule": "0 3 * * *", "paused": true}) == {["spec", "paused"]}
	_denied({}) == {["spec", "schedule"]}
	_denied({"schedule": "@daily", "template": {"ttl": "48h0m0s"}}) == {["spec", "template", "ttl"]}
	_denied({"schedule": "@daily", "template": {"ttl": "30m"}}) == {["spec", "template", "ttl"]}
	_denied({"schedule": "@daily", "template": {"ttl": "a month"}}) == {["spec", "template", "ttl"]}
}

_denied(spec) := {denial.path |
	some denial in k8s_backup_schedule.deny with input as {"resources": [{"key": "k", "attributes": {"spec": spec}}]}
		with data.parameters.backup_min_days as 7
}
