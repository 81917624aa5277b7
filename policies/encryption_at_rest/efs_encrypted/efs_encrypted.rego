# METADATA
# title: File systems are encrypted at rest
# description: An elastic file system that was created without encryption keeps its files and backups in clear, and cannot be encrypted later.
# scope: package
# custom:
#   id: efs-encrypted
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_efs_file_system], with: [encryption_at_rest]}
#   requires:
#     - facets.encryption_at_rest.encryption
#     - facets.encryption_at_rest.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Set encrypted to true; it can only be chosen at creation, so move the files of an existing file system to a new one.
#       snippet: |
#         resource "aws_efs_file_system" "shared" {
#           encrypted  = true
#           kms_key_id = aws_kms_key.files.arn
#         }
#       edits:
#         - {do: set, value: true, when: {path: encrypted, creating: true}}
#   references:
#     - https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html
package encryption_at_rest.efs_encrypted

import data.lib.encryption
import data.lib.finding

deny contains finding.new(resource, resource.facets.encryption_at_rest.path, message) if {
	some resource in input.resources
	not encryption.encrypted(resource)
	message := "file system is not encrypted at rest"
}
