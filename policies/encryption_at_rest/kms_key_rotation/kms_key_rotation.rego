# METADATA
# title: Encryption keys rotate
# description: Rotation bounds how much data one key version protects and how long a leaked one is of use.
# scope: package
# custom:
#   id: kms-key-rotation
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_kms_key]}
#   requires:
#     - attributes.enable_key_rotation
#     - attributes.customer_master_key_spec
#     - attributes.key_usage
#     - attributes.custom_key_store_id
#   parameters: []
#   remediation:
#     terraform:
#       text: Turn on automatic rotation.
#       snippet: |
#         resource "aws_kms_key" "data" {
#           enable_key_rotation     = true
#           rotation_period_in_days = 365
#         }
#   references:
#     - https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
package encryption_at_rest.kms_key_rotation

import data.lib.finding

deny contains finding.new(resource, ["enable_key_rotation"], "the key does not rotate automatically") if {
	some resource in input.resources
	not _rotates(resource)
}

_rotates(resource) if resource.attributes.enable_key_rotation == true

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
