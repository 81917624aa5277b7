# METADATA
# title: Databases are encrypted at rest
# description: A database's storage, replicas and backups are readable by whoever gets at the disks unless they are encrypted.
# scope: package
# custom:
#   id: db-storage-encrypted
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_db_instance, aws_rds_cluster, aws_rds_global_cluster, aws_docdb_cluster, aws_neptune_cluster, aws_redshift_cluster, azurerm_mssql_database], with: [encryption_at_rest]}
#   requires:
#     - facets.encryption_at_rest.encryption
#     - facets.encryption_at_rest.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Set storage_encrypted (Redshift - encrypted) to true. An existing database is encrypted by restoring an encrypted copy of its snapshot.
#       snippet: |
#         resource "aws_db_instance" "main" {
#           storage_encrypted = true
#           kms_key_id        = aws_kms_key.db.arn
#         }
#       edits:
#         - {do: set, value: true, when: {path: storage_encrypted, creating: true}}
#         - {do: set, value: true, when: {path: encrypted, type: aws_redshift_cluster, creating: true}}
#     azurerm:
#       text: Leave transparent data encryption on; only data warehouses let it be switched off.
#       snippet: |
#         resource "azurerm_mssql_database" "warehouse" {
#           name                                = "warehouse"
#           server_id                           = azurerm_mssql_server.main.id
#           sku_name                            = "DW100c"
#           transparent_data_encryption_enabled = true
#         }
#       edits:
#         - {do: set, value: true, when: {path: transparent_data_encryption_enabled}}
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html
#     - https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-db-encryption.html
#     - https://learn.microsoft.com/en-us/azure/azure-sql/database/transparent-data-encryption-tde-overview
package encryption_at_rest.db_storage_encrypted

import data.lib.encryption
import data.lib.finding

deny contains finding.new(resource, resource.facets.encryption_at_rest.path, message) if {
	some resource in input.resources
	not encryption.encrypted(resource)
	message := "storage is not encrypted at rest"
}
