# METADATA
# title: Search domains are encrypted at rest
# description: Indices, swap and automatic snapshots of a search domain hold copies of the documents; without encryption they are in clear on disk.
# scope: package
# custom:
#   id: search-encrypted-at-rest
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_opensearch_domain], with: [encryption_at_rest]}
#   requires:
#     - facets.encryption_at_rest.encryption
#     - facets.encryption_at_rest.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Switch encryption at rest on. On an existing domain it cannot be switched off again.
#       snippet: |
#         resource "aws_opensearch_domain" "logs" {
#           domain_name = "logs"
#           encrypt_at_rest {
#             enabled    = true
#             kms_key_id = aws_kms_key.logs.arn
#           }
#         }
#       edits:
#         - {do: set, at: [0, enabled], value: true, when: {path: encrypt_at_rest, creating: true}}
#         - {do: set, value: true, when: {path: "encrypt_at_rest[].enabled", creating: true}}
#   references:
#     - https://docs.aws.amazon.com/opensearch-service/latest/developerguide/encryption-at-rest.html
package encryption_at_rest.search_encrypted_at_rest

import data.lib.encryption
import data.lib.finding

deny contains finding.new(resource, resource.facets.encryption_at_rest.path, message) if {
	some resource in input.resources
	not encryption.encrypted(resource)
	message := "indices and snapshots are not encrypted at rest"
}
