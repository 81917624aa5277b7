# METADATA
# title: Block volumes are encrypted
# description: A volume's blocks and the snapshots made of it are readable outside the instance unless the volume is encrypted.
# scope: package
# custom:
#   id: block-volume-encrypted
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_ebs_volume, aws_instance, aws_launch_template], with: [encryption_at_rest]}
#   requires:
#     - facets.encryption_at_rest.encryption
#     - facets.encryption_at_rest.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Set encrypted to true on every volume and block device, and turn on encryption by default for the region.
#       snippet: |
#         resource "aws_ebs_encryption_by_default" "this" {
#           enabled = true
#         }
#
#         resource "aws_ebs_volume" "data" {
#           availability_zone = "eu-central-1a"
#           size              = 40
#           encrypted         = true
#         }
#       edits:
#         - {do: set, value: true, when: {path: encrypted, type: aws_ebs_volume, creating: true}}
#         - {do: set, value: true, when: {path: "ebs_block_device[].encrypted", type: aws_instance, creating: true}}
#         - {do: set, value: true, when: {path: "root_block_device[].encrypted", type: aws_instance, creating: true}}
#         - {do: set, value: true, when: {path: "block_device_mappings[].ebs[].encrypted", type: aws_launch_template}}
#   references:
#     - https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html
package encryption_at_rest.block_volume_encrypted

import data.lib.encryption
import data.lib.finding

deny contains finding.new(resource, resource.facets.encryption_at_rest.path, message) if {
	some resource in input.resources
	not encryption.encrypted(resource)
	message := "at least one volume is not encrypted"
}
