# METADATA
# title: Caches that keep data take snapshots
# description: Queues, sessions and counters often live in Redis or Valkey alone; without snapshots a failure of all nodes empties them.
# scope: package
# custom:
#   id: cache-snapshots
#   severity: low
#   origins: [terraform, aws]
#   selector: {types: [aws_elasticache_replication_group]}
#   requires:
#     - attributes.snapshot_retention_limit
#   parameters: []
#   remediation:
#     terraform:
#       text: Keep a snapshot for a day at least; tag what can be filled again from elsewhere with purpose = "cache".
#       snippet: |
#         resource "aws_elasticache_replication_group" "queues" {
#           snapshot_retention_limit = 7
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-automatic.html
package backup.cache_snapshots

import data.lib.finding
import data.lib.tags

deny contains finding.new(resource, ["snapshot_retention_limit"], "no snapshots are taken") if {
	some resource in input.resources
	not _kept(resource)
}

# Off unless set (provider documentation).
_kept(resource) if {
	is_number(resource.attributes.snapshot_retention_limit)
	resource.attributes.snapshot_retention_limit >= 1
}

exempt contains finding.exempt(resource, "its tags call it a mere cache") if {
	some resource in input.resources
	"cache" in tags.values(resource.labels, "purpose")
}
