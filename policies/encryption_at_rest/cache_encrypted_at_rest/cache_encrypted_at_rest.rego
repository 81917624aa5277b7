# METADATA
# title: Caches are encrypted at rest
# description: A cache's swap, snapshots and tiered data hold what the cache holds; without encryption they are in clear on disk.
# scope: package
# custom:
#   id: cache-encrypted-at-rest
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_elasticache_replication_group], with: [encryption_at_rest]}
#   requires:
#     - facets.encryption_at_rest.encryption
#     - facets.encryption_at_rest.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Set at_rest_encryption_enabled to true; the replication group is replaced.
#       snippet: |
#         resource "aws_elasticache_replication_group" "sessions" {
#           replication_group_id       = "sessions"
#           description                = "sessions"
#           at_rest_encryption_enabled = true
#           kms_key_id                 = aws_kms_key.cache.arn
#         }
#       edits:
#         - {do: set, value: true, when: {path: at_rest_encryption_enabled, creating: true}}
#   references:
#     - https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html
package encryption_at_rest.cache_encrypted_at_rest

import data.lib.encryption
import data.lib.finding

deny contains finding.new(resource, resource.facets.encryption_at_rest.path, message) if {
	some resource in input.resources
	not encryption.encrypted(resource)
	message := "cache data on disk is not encrypted"
}
