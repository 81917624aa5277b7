# METADATA
# title: Databases with classified data use a customer-managed key
# description: A key of your own lets you decide, log and withdraw who can decrypt a database and its snapshots; the service key does not.
# scope: package
# custom:
#   id: db-storage-cmk
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_db_instance, aws_docdb_cluster, aws_dynamodb_table, aws_neptune_cluster, aws_rds_cluster, aws_redshift_cluster, google_sql_database_instance, azurerm_cosmosdb_account, azurerm_mssql_database, azurerm_mysql_flexible_server, azurerm_postgresql_flexible_server], with: [encryption_at_rest]}
#   requires:
#     - facets.encryption_at_rest.encryption
#     - facets.encryption_at_rest.path
#     - facets.encryption_at_rest.source
#   parameters: [cmk_scope, sensitive_classes]
#   remediation:
#     terraform:
#       text: "Name a KMS key of your own. RDS, DocumentDB and Neptune take it only when a database is made: restore a snapshot of it with the key."
#       snippet: |
#         resource "aws_db_instance" "records" {
#           storage_encrypted = true
#           kms_key_id        = aws_kms_key.records.arn
#         }
#     google:
#       text: Name a Cloud KMS key when the instance is made; an existing one has to be restored from a backup into a new one with the key.
#       snippet: |
#         resource "google_sql_database_instance" "records" {
#           name                = "records"
#           region              = "europe-west3"
#           database_version    = "POSTGRES_17"
#           encryption_key_name = google_kms_crypto_key.records.id
#
#           settings {
#             tier = "db-custom-2-8192"
#           }
#         }
#     azurerm:
#       text: Name a key of Key Vault, and give the server an identity that may use it. Cosmos DB and the flexible servers take it only when they are made.
#       snippet: |
#         resource "azurerm_mssql_server" "records" {
#           name                                         = "example-records"
#           resource_group_name                          = azurerm_resource_group.main.name
#           location                                     = azurerm_resource_group.main.location
#           version                                      = "12.0"
#           transparent_data_encryption_key_vault_key_id = azurerm_key_vault_key.records.id
#           primary_user_assigned_identity_id            = azurerm_user_assigned_identity.records.id
#
#           identity {
#             type         = "UserAssigned"
#             identity_ids = [azurerm_user_assigned_identity.records.id]
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html
#     - https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html
#     - https://docs.cloud.google.com/sql/docs/postgres/cmek
#     - https://learn.microsoft.com/en-us/azure/azure-sql/database/transparent-data-encryption-byok-overview
#     - https://learn.microsoft.com/en-us/azure/cosmos-db/how-to-setup-customer-managed-keys
package encryption_at_rest.db_storage_cmk

import data.lib.classification
import data.lib.encryption
import data.lib.finding

deny contains finding.new(resource, resource.facets.encryption_at_rest.path, message) if {
	some resource in input.resources
	not encryption.with_customer_key(resource)
	not _of_server(resource)
	message := "no customer-managed key encrypts the database"
}

exempt contains finding.exempt(resource, "its tags do not classify its data as sensitive") if {
	some resource in input.resources
	data.parameters.cmk_scope != "all"
	not classification.one_of(resource.labels, data.parameters.sensitive_classes)
}

# A database of Azure SQL takes over the key of its server.
undecided contains finding.undecided(resource, "it takes over the key of its server, which the plan does not show") if {
	some resource in input.resources
	_of_server(resource)
}

_of_server(resource) if {
	resource.type == "azurerm_mssql_database"
	resource.facets.encryption_at_rest.encryption == "provider-managed"
	resource.facets.encryption_at_rest.source == "reference"
}
