package privacy.pii_discovery_enabled_test

import data.privacy.pii_discovery_enabled as rule

_plan(types) := {"resources": [{"key": "p", "type": "scope/plan", "labels": {}, "facets": {"plan_contents": {"types": types}}}]}

_account(attributes) := {"resources": [{"key": "m", "type": "aws_macie2_account", "labels": {}, "attributes": attributes}]}

test_nothing_is_denied if {
	count(rule.deny) == 1 with input as _plan(["aws_s3_bucket"])
	count(rule.exempt) == 0 with input as _plan(["aws_s3_bucket"])
}

test_plans_are_exempt if {
	count(rule.exempt) == 1 with input as _plan(["aws_macie2_account", "aws_s3_bucket"])
	count(rule.exempt) == 1 with input as _plan(["aws_vpc"])
}

test_accounts if {
	count(rule.deny) == 1 with input as _account({"status": "PAUSED"})
	count(rule.deny) == 0 with input as _account({"status": "ENABLED"})
	count(rule.deny) == 0 with input as _account({"status": null})
	count(rule.deny) == 0 with input as _account({})
}

test_a_trigger_that_rests_is_denied if {
	trigger := {"key": "t", "type": "google_data_loss_prevention_job_trigger", "attributes": {}}
	count(rule.deny) == 0 with input as {"resources": [trigger]}
	count(rule.deny) == 1 with input as {"resources": [object.union(trigger, {"attributes": {"status": "PAUSED"}})]}
}
