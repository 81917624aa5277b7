# METADATA
# title: Tables can be restored to a point in time
# description: Point-in-time recovery undoes a bad write or a deletion of the last 35 days, for each replica on its own.
# scope: package
# custom:
#   id: dynamodb-pitr
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_dynamodb_table]}
#   requires:
#     - attributes.point_in_time_recovery[].enabled
#     - attributes.replica[].point_in_time_recovery
#   parameters: []
#   remediation:
#     terraform:
#       text: Turn point-in-time recovery on for the table and for each replica.
#       snippet: |
#         resource "aws_dynamodb_table" "orders" {
#           point_in_time_recovery {
#             enabled = true
#           }
#         }
#       edits:
#         - {do: set, at: [0, enabled], value: true, when: {path: point_in_time_recovery}}
#         - {do: set, value: true, when: {path: "replica[].point_in_time_recovery"}}
#   references:
#     - https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html
package backup.dynamodb_pitr

import data.lib.finding

deny contains finding.new(resource, ["point_in_time_recovery"], "point-in-time recovery is off") if {
	some resource in input.resources
	not _recoverable(resource)
}

deny contains finding.new(resource, ["replica", index, "point_in_time_recovery"], "point-in-time recovery of a replica is off") if {
	some resource in input.resources
	some index, replica in resource.attributes.replica
	not _replica_recoverable(replica)
}

_replica_recoverable(replica) if replica.point_in_time_recovery == true

_recoverable(resource) if resource.attributes.point_in_time_recovery[_].enabled == true
