# METADATA
# title: A data store leaves a copy when a plan destroys it
# description: A database destroyed or replaced without a last snapshot is gone with everything in it, automated backups included; often only a changed argument forces that.
# scope: package
# custom:
#   id: data-store-destroyed
#   severity: high
#   origins: [terraform]
#   selector:
#     types:
#       - aws_db_instance
#       - aws_rds_cluster
#       - aws_docdb_cluster
#       - aws_neptune_cluster
#       - aws_redshift_cluster
#       - aws_dynamodb_table
#     with: [destruction]
#     change: delete
#   requires:
#     - facets.destruction.action
#     - facets.destruction.content
#   parameters: []
#   remediation:
#     terraform:
#       text: Apply a final snapshot first (skip_final_snapshot = false with a final_snapshot_identifier, for a DynamoDB table point-in-time recovery), then destroy. Protect what is not to go with deletion_protection.
#       snippet: |
#         resource "aws_db_instance" "orders" {
#           identifier                = "orders"
#           skip_final_snapshot       = false
#           final_snapshot_identifier = "orders-final"
#           deletion_protection       = true
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html
#     - https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html
package backup.data_store_destroyed

import data.lib.destruction
import data.lib.environment
import data.lib.finding

deny contains finding.new(resource, [_argument(resource.type)], message) if {
	some resource in input.resources
	facet := resource.facets.destruction
	not _kept(facet)
	message := $"the plan {destruction.verb(facet.action)} the data store, and nothing of its data is left"
}

exempt contains finding.exempt(resource, "it holds no data of its own: it is a copy, or a member of a cluster") if {
	some resource in input.resources
	resource.facets.destruction.content == "none"
}

exempt contains finding.exempt(resource, "its tags say that it is not used in production") if {
	some resource in input.resources
	environment.not_production(resource.labels)
}

_kept(facet) if facet.content == "kept"

_argument(type) := "point_in_time_recovery" if type == "aws_dynamodb_table"

_argument(type) := "skip_final_snapshot" if type != "aws_dynamodb_table"
