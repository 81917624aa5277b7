# METADATA
# title: Streams are encrypted at rest
# description: Records wait in a stream for hours or days and in several copies; without encryption they are in clear on disk.
# scope: package
# custom:
#   id: stream-encrypted
#   severity: medium
#   origins: [terraform]
#   selector: {types: [aws_kinesis_firehose_delivery_stream, aws_kinesis_stream, aws_msk_cluster], with: [encryption_at_rest]}
#   requires:
#     - attributes.kinesis_source_configuration
#     - attributes.msk_source_configuration
#     - facets.encryption_at_rest.encryption
#     - facets.encryption_at_rest.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Name a KMS key; the key aws/kinesis will do where a key of your own is not asked for. On a delivery stream switch server_side_encryption on.
#       snippet: |
#         resource "aws_kinesis_stream" "orders" {
#           name            = "orders"
#           encryption_type = "KMS"
#           kms_key_id      = "alias/aws/kinesis"
#           stream_mode_details {
#             stream_mode = "ON_DEMAND"
#           }
#         }
#       edits:
#         - {do: set, at: [0, enabled], value: true, when: {path: server_side_encryption, type: aws_kinesis_firehose_delivery_stream}}
#         - {do: set, value: true, when: {path: "server_side_encryption[].enabled", type: aws_kinesis_firehose_delivery_stream}}
#   references:
#     - https://docs.aws.amazon.com/streams/latest/dev/server-side-encryption.html
#     - https://docs.aws.amazon.com/firehose/latest/dev/encryption.html
#     - https://docs.aws.amazon.com/msk/latest/developerguide/msk-encryption.html
package encryption_at_rest.stream_encrypted

import data.lib.encryption
import data.lib.finding

deny contains finding.new(resource, resource.facets.encryption_at_rest.path, message) if {
	some resource in input.resources
	not encryption.encrypted(resource)
	message := "records in the stream are not encrypted at rest"
}

exempt contains finding.exempt(resource, "its records wait in the stream or topic it reads from, which is judged itself") if {
	some resource in input.resources
	_reads_elsewhere(resource.attributes)
}

_reads_elsewhere(attributes) if count(attributes.kinesis_source_configuration) > 0

_reads_elsewhere(attributes) if count(attributes.msk_source_configuration) > 0
