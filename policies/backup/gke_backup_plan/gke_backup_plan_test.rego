package backup.gke_backup_plan_test

import data.backup.gke_backup_plan as rule

good := {
	"backup_config": [{"include_volume_data": true}],
	"backup_schedule": [{"cron_schedule": "0 3 * * *"}],
	"retention_policy": [{"backup_retain_days": 30}],
}

messages(change) := {denial.message |
	some denial in rule.deny with input as {"resources": [{"key": "plan", "attributes": object.union(good, change)}]} with data.parameters.backup_min_days as 7
}

test_a_plan_that_runs_passes if {
	count(messages({})) == 0
	count(messages({"retention_policy": []})) == 0
	count(messages({"backup_schedule": [{"rpo_config": [{"target_rpo_minutes": 60}]}]})) == 0
}

test_a_plan_that_saves_nothing_is_denied if {
	messages({"deactivated": true}) == {"the plan is deactivated"}
	messages({"backup_schedule": []}) == {"no schedule makes backups"}
	messages({"backup_schedule": [{"cron_schedule": "0 3 * * *", "paused": true}]}) == {"no schedule makes backups"}
	messages({"backup_config": [{"all_namespaces": true}]}) == {"the data in volumes is left out"}
	messages({"retention_policy": [{"backup_retain_days": 2}]}) == {"backups are kept for 2 days, fewer than the required 7"}
}
