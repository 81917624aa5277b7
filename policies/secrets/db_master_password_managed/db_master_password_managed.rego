# METADATA
# title: Master passwords are managed by AWS
# description: A managed master password is generated, stored and rotated by AWS; nobody types it, and it is in no code and no state.
# scope: package
# custom:
#   id: db-master-password-managed
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_db_instance, aws_rds_cluster, aws_docdb_cluster, aws_redshift_cluster], with: [given]}
#   requires:
#     - facets.given.global_cluster_identifier
#     - facets.given.manage_master_password
#     - facets.given.manage_master_user_password
#     - facets.given.master_password
#     - facets.given.master_password_wo
#     - facets.given.password
#     - facets.given.password_wo
#     - facets.given.replicate_source_db
#     - facets.given.replication_source_identifier
#     - facets.given.restore_to_point_in_time
#     - facets.given.snapshot_arn
#     - facets.given.snapshot_identifier
#   remediation:
#     terraform:
#       text: Set `manage_master_user_password` (Redshift `manage_master_password`) and drop the password.
#       snippet: |
#         resource "aws_db_instance" "main" {
#           username                    = "app"
#           manage_master_user_password = true
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
#     - https://docs.aws.amazon.com/redshift/latest/mgmt/redshift-secrets-manager-integration.html
package secrets.db_master_password_managed

import data.lib.finding

deny contains finding.new(resource, [name], message) if {
	some resource in input.resources
	not _compliant(resource.facets.given)
	some name, set in {
		"master_password": object.get(resource.facets.given, "master_password", false),
		"password": object.get(resource.facets.given, "password", false),
	}
	set == true
	message := $"the master password is set through {name}"
}

# What is live does not show its password. It has one, unless it takes over that of another database.
deny contains finding.new(resource, [_switch(resource.type)], "AWS does not manage the master password") if {
	some resource in input.resources
	resource.origin == "aws"
	not _compliant(resource.facets.given)
}

exempt contains finding.exempt(resource, "a secondary of a global database, which has the password of the primary") if {
	some resource in input.resources
	resource.origin == "aws"
	resource.facets.given.global_cluster_identifier
}

exempt contains finding.exempt(resource, "made from a snapshot or another database, whose password it keeps") if {
	some resource in input.resources
	some source in [
		object.get(resource.facets.given, "replicate_source_db", false),
		object.get(resource.facets.given, "replication_source_identifier", false),
		object.get(resource.facets.given, "restore_to_point_in_time", false),
		object.get(resource.facets.given, "snapshot_arn", false),
		object.get(resource.facets.given, "snapshot_identifier", false),
	]
	source == true
}

exempt contains finding.exempt(resource, "sets no master password, as members of a cluster do") if {
	some resource in input.resources
	not resource.origin == "aws"
	not _compliant(resource.facets.given)
	object.get(resource.facets.given, "master_password", false) == false
	object.get(resource.facets.given, "password", false) == false
}

_compliant(given) if given.manage_master_user_password

_compliant(given) if given.manage_master_password

_compliant(given) if given.password_wo

_compliant(given) if given.master_password_wo

_switch("aws_redshift_cluster") := "manage_master_password"

_switch(type) := "manage_master_user_password" if type != "aws_redshift_cluster"
