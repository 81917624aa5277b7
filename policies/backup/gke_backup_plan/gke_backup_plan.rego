# METADATA
# title: Backup plans of a GKE cluster run and keep what they make
# description: A plan without a schedule, without the volumes, or whose backups are gone in a day restores nothing that matters.
# scope: package
# custom:
#   id: gke-backup-plan
#   severity: medium
#   origins: [terraform]
#   selector: {types: [google_gke_backup_backup_plan]}
#   requires:
#     - attributes.backup_config[].include_volume_data
#     - attributes.backup_schedule[].cron_schedule
#     - attributes.backup_schedule[].paused
#     - attributes.backup_schedule[].rpo_config
#     - attributes.deactivated
#     - attributes.retention_policy[].backup_retain_days
#   parameters: [backup_min_days]
#   remediation:
#     terraform:
#       text: Give the plan a schedule, include the volumes, and keep backups as long as you promise to.
#       snippet: |
#         resource "google_gke_backup_backup_plan" "daily" {
#           name     = "daily"
#           cluster  = google_container_cluster.main.id
#           location = "europe-west3"
#           backup_config {
#             all_namespaces      = true
#             include_volume_data = true
#             include_secrets     = true
#           }
#           backup_schedule {
#             cron_schedule = "0 3 * * *"
#           }
#           retention_policy {
#             backup_retain_days = 30
#           }
#         }
#       edits:
#         - {do: set, value: false, when: {path: deactivated}}
#         - {do: set, value: true, when: {path: "backup_config[].include_volume_data"}}
#   references:
#     - https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/concepts/backup-for-gke
package backup.gke_backup_plan

import data.lib.finding

deny contains finding.new(resource, ["deactivated"], "the plan is deactivated") if {
	some resource in input.resources
	resource.attributes.deactivated == true
}

deny contains finding.new(resource, ["backup_schedule"], "no schedule makes backups") if {
	some resource in input.resources
	not _scheduled(resource.attributes)
}

deny contains finding.new(resource, ["backup_config", 0, "include_volume_data"], "the data in volumes is left out") if {
	some resource in input.resources
	not _volumes(resource.attributes)
}

# Without a number, or with 0, backups are kept until somebody deletes them (provider documentation).
deny contains finding.new(resource, ["retention_policy", 0, "backup_retain_days"], message) if {
	some resource in input.resources
	some policy in resource.attributes.retention_policy
	policy.backup_retain_days > 0
	policy.backup_retain_days < data.parameters.backup_min_days
	message := $"backups are kept for {policy.backup_retain_days} days, fewer than the required {data.parameters.backup_min_days}"
}

_scheduled(attributes) if {
	some schedule in attributes.backup_schedule
	not schedule.paused == true
	_timed(schedule)
}

_timed(schedule) if regex.match(`\S`, schedule.cron_schedule)

_timed(schedule) if count(schedule.rpo_config) > 0

# Left out unless stated (provider documentation).
_volumes(attributes) if {
	some config in attributes.backup_config
	config.include_volume_data == true
}
