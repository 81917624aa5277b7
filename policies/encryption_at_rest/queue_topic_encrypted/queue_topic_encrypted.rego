# METADATA
# title: Queues and topics are encrypted at rest
# description: Messages wait in queues, dead-letter queues and topics; switching the managed encryption off leaves them in clear.
# scope: package
# custom:
#   id: queue-topic-encrypted
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_sqs_queue, aws_sns_topic], with: [encryption_at_rest]}
#   requires:
#     - facets.encryption_at_rest.encryption
#     - facets.encryption_at_rest.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Name a KMS key, or leave sqs_managed_sse_enabled at its default of true.
#       snippet: |
#         resource "aws_sqs_queue" "jobs" {
#           name                    = "jobs"
#           sqs_managed_sse_enabled = true
#         }
#       edits:
#         - {do: set, value: true, when: {path: sqs_managed_sse_enabled}}
#   references:
#     - https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html
#     - https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html
package encryption_at_rest.queue_topic_encrypted

import data.lib.encryption
import data.lib.finding

deny contains finding.new(resource, resource.facets.encryption_at_rest.path, message) if {
	some resource in input.resources
	not encryption.encrypted(resource)
	message := "server-side encryption is switched off and no key is named"
}
