# METADATA
# title: Keys wait long enough before they are deleted
# description: What a deleted key encrypted is lost for good. The waiting period is the time in which somebody notices and takes the deletion back.
# scope: package
# custom:
#   id: kms-key-deletion-guard
#   severity: medium
#   origins: [terraform]
#   selector: {types: [aws_kms_external_key, aws_kms_key, aws_kms_replica_external_key, aws_kms_replica_key, google_kms_crypto_key, azurerm_key_vault]}
#   requires:
#     - attributes.deletion_window_in_days
#     - attributes.destroy_scheduled_duration
#     - attributes.purge_protection_enabled
#     - attributes.soft_delete_retention_days
#   parameters: [kms_deletion_days]
#   remediation:
#     terraform:
#       text: Leave deletion_window_in_days at its default of 30 days, or set at least the number of the parameter kms_deletion_days.
#       snippet: |
#         resource "aws_kms_key" "records" {
#           deletion_window_in_days = 30
#         }
#       edits:
#         - {do: set, value: 30, when: {path: deletion_window_in_days}}
#     google:
#       text: Leave destroy_scheduled_duration at its default of 30 days, or set at least the number of the parameter kms_deletion_days. It cannot be changed later.
#       snippet: |
#         resource "google_kms_crypto_key" "records" {
#           name                       = "records"
#           key_ring                   = google_kms_key_ring.main.id
#           destroy_scheduled_duration = "2592000s"
#         }
#       edits:
#         - {do: set, value: "2592000s", when: {path: destroy_scheduled_duration, creating: true}}
#     azurerm:
#       text: Switch purge protection on, so that nobody removes a deleted key before the vault's time is over, and leave that at 90 days. Neither can be taken back.
#       snippet: |
#         resource "azurerm_key_vault" "main" {
#           name                       = "example-main"
#           resource_group_name        = azurerm_resource_group.main.name
#           location                   = azurerm_resource_group.main.location
#           tenant_id                  = data.azurerm_client_config.current.tenant_id
#           sku_name                   = "standard"
#           purge_protection_enabled   = true
#           soft_delete_retention_days = 90
#         }
#       edits:
#         - {do: set, value: true, when: {path: purge_protection_enabled, creating: true}}
#         - {do: set, value: 90, when: {path: soft_delete_retention_days, creating: true}}
#   references:
#     - https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
#     - https://docs.cloud.google.com/kms/docs/destroy-restore
#     - https://learn.microsoft.com/en-us/azure/key-vault/general/soft-delete-overview
package encryption_at_rest.kms_key_deletion_guard

import data.lib.finding

deny contains finding.new(resource, ["deletion_window_in_days"], message) if {
	some resource in input.resources
	startswith(resource.type, "aws_")
	not _guarded(resource.attributes, data.parameters.kms_deletion_days)
	message := $"the key is deleted {resource.attributes.deletion_window_in_days} days after it is asked for, and {data.parameters.kms_deletion_days} are wanted"
}

deny contains finding.new(resource, ["destroy_scheduled_duration"], message) if {
	some resource in input.resources
	resource.type == "google_kms_crypto_key"
	not _kept(resource.attributes, data.parameters.kms_deletion_days)
	message := $"a version of the key is destroyed {resource.attributes.destroy_scheduled_duration} after it is asked for, and {data.parameters.kms_deletion_days} days are wanted"
}

# Google waits 30 days when nothing is said.
_kept(attributes, _) if not _stated(attributes)

_kept(attributes, days) if {
	regex.match(`^\d+(?:\.\d+)?s$`, attributes.destroy_scheduled_duration)
	to_number(trim_suffix(attributes.destroy_scheduled_duration, "s")) >= days * 86400
}

_stated(attributes) if attributes.destroy_scheduled_duration != null

_guarded(attributes, days) if {
	is_number(attributes.deletion_window_in_days)
	attributes.deletion_window_in_days >= days
}

# KMS waits 30 days, the longest it can, when nothing is said.
_guarded(attributes, _) if not _said(attributes)

_said(attributes) if attributes.deletion_window_in_days != null

# Without it a deleted key can be removed for good at once; it is off unless switched on.
deny contains finding.new(resource, ["purge_protection_enabled"], "a deleted key of the vault can be removed for good at once") if {
	some resource in input.resources
	resource.type == "azurerm_key_vault"
	not _protected(resource.attributes)
}

deny contains finding.new(resource, ["soft_delete_retention_days"], message) if {
	some resource in input.resources
	resource.type == "azurerm_key_vault"
	_protected(resource.attributes)
	days := resource.attributes.soft_delete_retention_days
	days < data.parameters.kms_deletion_days
	message := $"a deleted key of the vault can be brought back for {days} days, and {data.parameters.kms_deletion_days} are wanted"
}

_protected(attributes) if attributes.purge_protection_enabled == true
