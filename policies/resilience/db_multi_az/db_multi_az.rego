# METADATA
# title: Databases survive the loss of a zone
# description: A standby in another zone takes over within minutes; a single instance has to be rebuilt.
# scope: package
# custom:
#   id: db-multi-az
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_db_instance, aws_rds_cluster], with: [database_copies]}
#   requires:
#     - facets.database_copies.standby
#     - facets.database_copies.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Set multi_az to true; give an Aurora cluster a second instance.
#       snippet: |
#         resource "aws_db_instance" "main" {
#           multi_az = true
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html
#     - https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html
package resilience.db_multi_az

import data.lib.environment
import data.lib.finding

deny contains finding.new(resource, resource.facets.database_copies.path, "no second instance takes over when its zone fails") if {
	some resource in input.resources
	not resource.facets.database_copies.standby
}

exempt contains finding.exempt(resource, "its tags name an environment other than production") if {
	some resource in input.resources
	environment.not_production(resource.labels)
}
