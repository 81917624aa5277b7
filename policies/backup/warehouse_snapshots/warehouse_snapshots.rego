# METADATA
# title: Snapshots of data warehouses are kept long enough
# description: Automated snapshots are all there is to go back to when a load or a person spoils the tables.
# scope: package
# custom:
#   id: warehouse-snapshots
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_redshift_cluster]}
#   requires:
#     - attributes.automated_snapshot_retention_period
#   parameters: [backup_min_days]
#   remediation:
#     terraform:
#       text: Set automated_snapshot_retention_period to the required number of days.
#       snippet: |
#         resource "aws_redshift_cluster" "warehouse" {
#           automated_snapshot_retention_period = 14
#         }
#   references:
#     - https://docs.aws.amazon.com/redshift/latest/mgmt/managing-snapshots-automated.html
package backup.warehouse_snapshots

import data.lib.finding

deny contains finding.new(resource, ["automated_snapshot_retention_period"], message) if {
	some resource in input.resources
	not _kept(resource, data.parameters.backup_min_days)
	message := $"automated snapshots are kept for {_days(resource)} days, fewer than the required {data.parameters.backup_min_days}"
}

_kept(resource, required) if {
	is_number(_days(resource))
	_days(resource) >= required
}

# One day where nothing is said (provider documentation).
_days(resource) := 1 if object.get(resource.attributes, "automated_snapshot_retention_period", null) == null

_days(resource) := days if {
	days := resource.attributes.automated_snapshot_retention_period
	not is_null(days)
}
