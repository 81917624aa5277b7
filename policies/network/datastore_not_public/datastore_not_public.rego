# METADATA
# title: Data stores have no public address
# description: A data store with a public address can be attacked by anyone; inside a VPC only what routes there can reach it.
# scope: package
# custom:
#   id: datastore-not-public
#   severity: critical
#   origins: [terraform, aws]
#   selector: {types: [aws_db_instance, aws_rds_cluster_instance, aws_redshift_cluster, aws_msk_cluster, aws_opensearch_domain]}
#   requires:
#     - attributes.broker_node_group_info[].connectivity_info[].public_access[].type
#     - attributes.publicly_accessible
#     - facets.given.vpc_options
#   remediation:
#     terraform:
#       text: Place the data store in private subnets and switch public access off.
#       snippet: |
#         resource "aws_db_instance" "main" {
#           publicly_accessible  = false
#           db_subnet_group_name = aws_db_subnet_group.private.name
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html
#     - https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html
#     - https://docs.aws.amazon.com/msk/latest/developerguide/public-access.html
package network.datastore_not_public

import data.lib.finding

deny contains finding.new(resource, ["publicly_accessible"], message) if {
	some resource in input.resources
	resource.attributes.publicly_accessible == true
	message := "the data store has a public address"
}

deny contains finding.new(resource, ["broker_node_group_info"], message) if {
	some resource in input.resources
	some brokers in resource.attributes.broker_node_group_info
	some connectivity in brokers.connectivity_info
	some access in connectivity.public_access
	access.type == "SERVICE_PROVIDED_EIPS"
	message := "the brokers have public addresses"
}

deny contains finding.new(resource, ["vpc_options"], message) if {
	some resource in input.resources
	resource.type == "aws_opensearch_domain"
	resource.facets.given.vpc_options == false
	message := "the domain has a public endpoint: it is not placed in a VPC"
}

undecided contains finding.undecided(resource, reason) if {
	some resource in input.resources
	resource.type == "aws_rds_cluster_instance"
	object.get(resource.attributes, "publicly_accessible", null) == null
	reason := "publicly_accessible is not set: the subnet group decides"
}
