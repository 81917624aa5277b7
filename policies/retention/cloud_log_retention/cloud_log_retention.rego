# METADATA
# title: Cloud log stores keep audit logs as long as they must be kept
# description: Cloud Logging and Azure Monitor delete records after 30 days unless told otherwise. Audit records have to last for the required time, and nobody should be able to shorten it.
# scope: package
# custom:
#   id: cloud-log-retention
#   severity: medium
#   origins: [terraform]
#   selector: {types: [azurerm_log_analytics_workspace, azurerm_log_analytics_workspace_table, azurerm_mssql_server_extended_auditing_policy, google_logging_billing_account_bucket_config, google_logging_folder_bucket_config, google_logging_organization_bucket_config, google_logging_project_bucket_config], with: [log_retention]}
#   requires:
#     - attributes.locked
#     - facets.log_retention.audit_writers[]
#     - facets.log_retention.days
#     - facets.log_retention.name
#   parameters: [retention_days, retention_ops_days, audit_purposes]
#   remediation:
#     terraform:
#       text: Keep records for a year, and audit records for the required time; audit logs of Azure SQL last for ever with zero days.
#       snippet: |
#         resource "azurerm_mssql_server_extended_auditing_policy" "main" {
#           server_id             = azurerm_mssql_server.main.id
#           blob_storage_endpoint = azurerm_storage_account.audit.primary_blob_endpoint
#           retention_in_days     = 0
#         }
#     google:
#       text: Set retention_days to the required number and lock the bucket that holds audit logs; a lock cannot be undone.
#       snippet: |
#         resource "google_logging_project_bucket_config" "audit" {
#           project        = "example-project"
#           location       = "europe-west3"
#           bucket_id      = "audit"
#           retention_days = 2555
#           locked         = true
#         }
#     azurerm:
#       text: Keep records in the workspace for a year, and those of audit tables in total for the required time.
#       snippet: |
#         resource "azurerm_log_analytics_workspace" "main" {
#           name                = "main"
#           resource_group_name = azurerm_resource_group.logs.name
#           location            = azurerm_resource_group.logs.location
#           retention_in_days   = 365
#         }
#
#         resource "azurerm_log_analytics_workspace_table" "activity" {
#           workspace_id            = azurerm_log_analytics_workspace.main.id
#           name                    = "AzureActivity"
#           total_retention_in_days = 2556
#         }
#   references:
#     - https://docs.cloud.google.com/logging/docs/buckets#custom-retention
#     - https://docs.cloud.google.com/logging/docs/buckets#locking-logs-buckets
#     - https://learn.microsoft.com/en-us/azure/azure-monitor/logs/data-retention-configure
#     - https://learn.microsoft.com/en-us/azure/azure-sql/database/auditing-setup
package retention.cloud_log_retention

import data.lib.finding

deny contains finding.new(resource, [_place(resource)], message) if {
	some resource in input.resources
	facet := resource.facets.log_retention
	_audit(facet, _purposes(resource, data.parameters.audit_purposes))
	not _unlimited(resource)
	not _kept(facet, data.parameters.retention_days)
	message := $"audit records are deleted after {facet.days} days, before the required {data.parameters.retention_days}"
}

deny contains finding.graded(resource, ["locked"], "the retention of audit records is not locked, so that administrators can shorten it", "low") if {
	some resource in input.resources
	resource.type == "google_logging_project_bucket_config"
	_audit(resource.facets.log_retention, data.parameters.audit_purposes)
	not resource.attributes.locked == true
}

deny contains finding.new(resource, [_place(resource)], message) if {
	some resource in input.resources
	facet := resource.facets.log_retention
	not _audit(facet, _purposes(resource, data.parameters.audit_purposes))
	not _kept(facet, data.parameters.retention_ops_days)
	message := $"records are deleted after {facet.days} days, before the required {data.parameters.retention_ops_days}"
}

exempt contains finding.exempt(resource, "Google fixes its period at 400 days") if {
	some resource in input.resources
	resource.facets.log_retention.name == "_Required"
}

_audit(facet, _) if count(facet.audit_writers) > 0

_audit(facet, purposes) if lower(facet.name) in purposes

# Names of workspaces and tables say nothing: a workspace keeps no record longer than two years.
_purposes(resource, purposes) := purposes if {
	not _azure(resource)
} else := []

_azure(resource) if startswith(resource.type, "azurerm_")

# Zero days: audit logs of Azure SQL stay in their storage account.
_unlimited(resource) if {
	resource.type == "azurerm_mssql_server_extended_auditing_policy"
	resource.facets.log_retention.days == 0
}

_place(resource) := "total_retention_in_days" if {
	resource.type == "azurerm_log_analytics_workspace_table"
} else := "retention_in_days" if {
	_azure(resource)
} else := "retention_days"

_kept(facet, required) if facet.days >= required
