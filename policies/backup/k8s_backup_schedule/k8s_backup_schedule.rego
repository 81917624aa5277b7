# METADATA
# title: Backup schedules of the cluster run and keep what they make
# description: A schedule of Velero that is paused makes no backups, and one with a short time to live keeps none to restore an older state from.
# scope: package
# custom:
#   id: k8s-backup-schedule
#   severity: medium
#   origins: [kubernetes]
#   selector: {types: [velero.io/Schedule]}
#   requires:
#     - attributes.spec.paused
#     - attributes.spec.schedule
#     - attributes.spec.template.ttl
#   parameters: [backup_min_days]
#   remediation:
#     kubernetes:
#       text: Set `paused` to false and a `ttl` as long as you promise to keep backups.
#       manual: a schedule may be paused on purpose, and how long backups are kept is a promise
#       snippet: |
#         apiVersion: velero.io/v1
#         kind: Schedule
#         metadata: {name: daily, namespace: velero}
#         spec:
#           schedule: "0 3 * * *"
#           template:
#             includedNamespaces: [shop]
#             ttl: 720h0m0s
#   references:
#     - https://velero.io/docs/main/api-types/schedule/
#     - https://velero.io/docs/main/how-velero-works/
package backup.k8s_backup_schedule

import data.lib.finding

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	some [wrong, path, message] in _faults(resource.attributes, data.parameters.backup_min_days)
	not wrong == false
}

_faults(attributes, days) := [
	[object.get(attributes, ["spec", "paused"], false), ["spec", "paused"], "the schedule is paused"],
	[_unscheduled(attributes), ["spec", "schedule"], "the schedule names no times"],
	[_short(attributes, days), ["spec", "template", "ttl"], $"backups are kept for less than {days} days"],
]

_unscheduled(attributes) := false if regex.match(`\S`, attributes.spec.schedule)

else := true

_short(attributes, days) := false if _hours(object.get(attributes, ["spec", "template", "ttl"], "")) >= days * 24

else := true

# Velero takes 30 days where none are stated, unless its server is told otherwise.
_hours(ttl) := 720 if regex.match(`^(0[hms])*0?$`, ttl)

else := _amount(hours) + (_amount(minutes) / 60) if {
	some [_, hours, minutes, _] in regex.find_all_string_submatch_n(`^([0-9.]+h)?([0-9.]+m)?([0-9.]+s)?$`, ttl, 1)
}

_amount("") := 0

_amount(text) := to_number(trim_right(text, "hm")) if text != ""
