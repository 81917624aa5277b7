# METADATA
# title: Encryption keys rotate
# description: Rotation bounds how much data one key version protects and how long a leaked one is of use.
# scope: package
# custom:
#   id: kms-key-rotation
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_kms_key, google_kms_crypto_key, azurerm_key_vault_key]}
#   requires:
#     - attributes.enable_key_rotation
#     - attributes.customer_master_key_spec
#     - attributes.key_usage
#     - attributes.custom_key_store_id
#     - attributes.import_only
#     - attributes.purpose
#     - attributes.rotation_period
#     - attributes.version_template[].protection_level
#     - attributes.rotation_policy[].automatic[].time_after_creation
#     - attributes.rotation_policy[].automatic[].time_before_expiry
#   parameters: []
#   remediation:
#     terraform:
#       text: Turn on automatic rotation.
#       snippet: |
#         resource "aws_kms_key" "data" {
#           enable_key_rotation     = true
#           rotation_period_in_days = 365
#         }
#       edits:
#         - {do: set, value: true, when: {path: enable_key_rotation}}
#     google:
#       text: Set a rotation period of no more than 90 days; data encrypted before stays readable with the older versions.
#       snippet: |
#         resource "google_kms_crypto_key" "data" {
#           name            = "data"
#           key_ring        = google_kms_key_ring.main.id
#           rotation_period = "7776000s"
#         }
#       edits:
#         - {do: set, value: "7776000s", when: {path: rotation_period}}
#     azurerm:
#       text: Give the key a rotation policy that replaces it at an age.
#       snippet: |
#         resource "azurerm_key_vault_key" "data" {
#           name         = "data"
#           key_vault_id = azurerm_key_vault.main.id
#           key_type     = "RSA"
#           key_size     = 3072
#           key_opts     = ["unwrapKey", "wrapKey"]
#
#           rotation_policy {
#             automatic {
#               time_after_creation = "P1Y"
#             }
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
#     - https://docs.cloud.google.com/kms/docs/key-rotation
#     - https://learn.microsoft.com/en-us/azure/key-vault/keys/how-to-configure-key-rotation
package encryption_at_rest.kms_key_rotation

import data.lib.finding

deny contains finding.new(resource, [_argument(resource)], "the key does not rotate automatically") if {
	some resource in input.resources
	not _rotates(resource)
}

_rotates(resource) if resource.attributes.enable_key_rotation == true

_rotates(resource) if _days(resource.attributes) > 0

# CIS Google Cloud Foundations 4.0, recommendation 1.10, asks for 90 days.
deny contains finding.graded(resource, ["rotation_period"], message, "low") if {
	some resource in input.resources
	days := _days(resource.attributes)
	days > 90
	message := $"the key rotates every {days} days only, not every 90"
}

# A period of Google's as it is written: 7776000s.
_days(attributes) := to_number(trim_suffix(attributes.rotation_period, "s")) / 86400 if {
	regex.match(`^\d+(?:\.\d+)?s$`, attributes.rotation_period)
}

exempt contains finding.exempt(resource, "keys that sign, or encrypt with a public key, cannot rotate automatically") if {
	some resource in input.resources
	is_string(resource.attributes.purpose)
	not resource.attributes.purpose in {"", "ENCRYPT_DECRYPT"}
}

exempt contains finding.exempt(resource, "imported material cannot rotate automatically") if {
	some resource in input.resources
	resource.attributes.import_only == true
}

exempt contains finding.exempt(resource, "keys held outside Google Cloud are rotated there") if {
	some resource in input.resources
	some template in resource.attributes.version_template
	template.protection_level in {"EXTERNAL", "EXTERNAL_VPC"}
}

_argument(resource) := "rotation_period" if {
	resource.type == "google_kms_crypto_key"
} else := "rotation_policy" if {
	resource.type == "azurerm_key_vault_key"
} else := "enable_key_rotation"

exempt contains finding.exempt(resource, "asymmetric and HMAC keys cannot rotate automatically") if {
	some resource in input.resources
	_not_symmetric(resource)
}

exempt contains finding.exempt(resource, "keys of a custom key store cannot rotate automatically") if {
	some resource in input.resources
	is_string(resource.attributes.custom_key_store_id)

	# A state writes that there is none as an empty text.
	resource.attributes.custom_key_store_id != ""
}

_not_symmetric(resource) if {
	is_string(resource.attributes.customer_master_key_spec)
	resource.attributes.customer_master_key_spec != "SYMMETRIC_DEFAULT"
}

_not_symmetric(resource) if {
	is_string(resource.attributes.key_usage)
	resource.attributes.key_usage != "ENCRYPT_DECRYPT"
}

# A policy of Key Vault may only tell somebody that a key expires; the block automatic replaces it.
_rotates(resource) if {
	some policy in resource.attributes.rotation_policy
	some automatic in policy.automatic
	some name in ["time_after_creation", "time_before_expiry"]
	regex.match(`^P[0-9]`, automatic[name])
}
