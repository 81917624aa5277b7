# METADATA
# title: Copies stay in the allowed regions
# description: A copy in another region is data there; replication and backups carry it across borders without anybody noticing.
# scope: package
# custom:
#   id: replication-residency
#   severity: high
#   origins: [terraform]
#   selector: {types: [aws_backup_plan, aws_redshift_cluster, aws_s3_bucket_replication_configuration], with: [copy_destinations]}
#   requires:
#     - facets.copy_destinations[].path
#     - facets.copy_destinations[].region
#   parameters: [allowed_regions]
#   independent: true
#   remediation:
#     terraform:
#       text: Send copies to an allowed region, or justify the transfer and add the region to `allowed_regions`.
#       snippet: |
#         resource "aws_redshift_cluster" "warehouse" {
#           cluster_identifier = "warehouse"
#           node_type          = "ra3.large"
#           snapshot_copy {
#             destination_region = "eu-west-1"
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html
#     - https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html
package privacy.replication_residency

import data.lib.finding

# Replicas of tables and secrets are places of the resource itself, which region-allowlist judges.
deny contains finding.new(resource, destination.path, message) if {
	some resource in input.resources
	some destination in resource.facets.copy_destinations
	not destination.region in data.parameters.allowed_regions
	message := $"copies go to {destination.region}, which is not an allowed region"
}

exempt contains finding.exempt(resource, "it makes no copies elsewhere") if {
	some resource in input.resources
	count(resource.facets.copy_destinations) == 0
}
