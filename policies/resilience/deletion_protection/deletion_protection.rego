# METADATA
# title: Data stores are protected against deletion
# description: One wrong command or plan deletes a database for good unless the service refuses it.
# scope: package
# custom:
#   id: deletion-protection
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_db_instance, aws_rds_cluster, aws_docdb_cluster, aws_neptune_cluster, aws_dynamodb_table, aws_lb, aws_s3_bucket, google_sql_database_instance, google_storage_bucket, google_bigquery_dataset]}
#   requires:
#     -  attributes.deletion_protection
#     -  attributes.deletion_protection_enabled
#     -  attributes.enable_deletion_protection
#     -  attributes.force_destroy
#     -  attributes.skip_final_snapshot
#     -  facets.given.replicate_source_db
#     - attributes.delete_contents_on_destroy
#     - attributes.settings[].deletion_protection_enabled
#     - facets.given.master_instance_name
#   parameters: []
#   remediation:
#     terraform:
#       text: Switch deletion protection on, keep the final snapshot, and leave force_destroy of buckets off.
#       snippet: |
#         resource "aws_db_instance" "main" {
#           deletion_protection       = true
#           skip_final_snapshot       = false
#           final_snapshot_identifier = "main-final"
#         }
#       edits:
#         - {do: set, value: true, when: {path: deletion_protection}}
#         - {do: set, value: true, when: {path: deletion_protection_enabled}}
#         - {do: set, value: true, when: {path: enable_deletion_protection}}
#         - {do: set, value: false, when: {path: force_destroy}}
#     google:
#       text: Switch on the protection that the service itself keeps (`deletion_protection` alone binds only Terraform), and leave `force_destroy` and `delete_contents_on_destroy` off.
#       snippet: |
#         resource "google_sql_database_instance" "main" {
#           database_version = "POSTGRES_17"
#           settings {
#             tier                        = "db-custom-2-7680"
#             deletion_protection_enabled = true
#           }
#         }
#       edits:
#         - {do: set, value: false, when: {path: force_destroy}}
#         - {do: set, value: false, when: {path: delete_contents_on_destroy}}
#         - {do: set, value: true, when: {path: "settings[].deletion_protection_enabled"}}
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html
#     - https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html
#     - https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
#     - https://cloud.google.com/sql/docs/postgres/deletion-protection
package resilience.deletion_protection

import data.lib.environment
import data.lib.finding

deny contains finding.new(resource, [name], "deletion protection is off") if {
	some resource in input.resources
	name := _switches[resource.type]
	not _protected(resource)
}

deny contains finding.new(resource, ["skip_final_snapshot"], "it is deleted without a last snapshot") if {
	some resource in input.resources
	resource.attributes.skip_final_snapshot == true
}

deny contains finding.new(resource, ["force_destroy"], "the bucket is deleted together with the objects in it") if {
	some resource in input.resources
	resource.attributes.force_destroy == true
}

deny contains finding.new(resource, ["settings", 0, "deletion_protection_enabled"], "deletion protection is off") if {
	some resource in input.resources
	resource.type == "google_sql_database_instance"
	not _guarded(resource)
}

deny contains finding.new(resource, ["delete_contents_on_destroy"], "the dataset is deleted together with the tables in it") if {
	some resource in input.resources
	resource.attributes.delete_contents_on_destroy == true
}

# The argument deletion_protection of Cloud SQL holds back Terraform only.
_guarded(resource) if {
	some settings in resource.attributes.settings
	settings.deletion_protection_enabled == true
}

exempt contains finding.exempt(resource, "a replica is restored from its source") if {
	some resource in input.resources
	resource.facets.given.master_instance_name
}

# All of them are off unless set (provider documentation).
_switches := {
	"aws_db_instance": "deletion_protection",
	"aws_docdb_cluster": "deletion_protection",
	"aws_dynamodb_table": "deletion_protection_enabled",
	"aws_lb": "enable_deletion_protection",
	"aws_neptune_cluster": "deletion_protection",
	"aws_rds_cluster": "deletion_protection",
}

_protected(resource) if resource.attributes.deletion_protection == true

_protected(resource) if resource.attributes.deletion_protection_enabled == true

_protected(resource) if resource.attributes.enable_deletion_protection == true

exempt contains finding.exempt(resource, "only Terraform says whether a bucket is deleted with its objects") if {
	some resource in input.resources
	resource.type == "aws_s3_bucket"
	resource.origin == "aws"
}

exempt contains finding.exempt(resource, "its tags name an environment other than production") if {
	some resource in input.resources
	environment.not_production(resource.labels)
}

exempt contains finding.exempt(resource, "a replica is restored from its source") if {
	some resource in input.resources
	resource.facets.given.replicate_source_db
}
