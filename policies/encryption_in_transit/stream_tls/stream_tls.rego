# METADATA
# title: Kafka clusters speak TLS only
# description: A broker that takes connections without TLS too hands records and passwords over in clear to whoever listens in the network.
# scope: package
# custom:
#   id: stream-tls
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_msk_cluster]}
#   requires:
#     - attributes.encryption_info[].encryption_in_transit[].client_broker
#     - attributes.encryption_info[].encryption_in_transit[].in_cluster
#   parameters: []
#   remediation:
#     terraform:
#       text: Leave the block encryption_in_transit out, or set client_broker to TLS and in_cluster to true. Between brokers it is settled when the cluster is made.
#       snippet: |
#         resource "aws_msk_cluster" "events" {
#           encryption_info {
#             encryption_in_transit {
#               client_broker = "TLS"
#               in_cluster    = true
#             }
#           }
#         }
#       edits:
#         - {do: set, value: TLS, when: {path: "encryption_info[].encryption_in_transit[].client_broker", creating: true}}
#         - {do: set, value: true, when: {path: "encryption_info[].encryption_in_transit[].in_cluster", creating: true}}
#   references:
#     - https://docs.aws.amazon.com/msk/latest/developerguide/msk-encryption.html
#     - https://docs.aws.amazon.com/msk/1.0/apireference/clusters.html
package encryption_in_transit.stream_tls

import data.lib.finding

deny contains finding.new(resource, ["encryption_info", at, "encryption_in_transit", index, "client_broker"], message) if {
	some resource in input.resources
	some at, info in resource.attributes.encryption_info
	some index, transit in info.encryption_in_transit
	not _clients(transit)
	message := $"clients may connect without TLS ({transit.client_broker})"
}

deny contains finding.new(resource, ["encryption_info", at, "encryption_in_transit", index, "in_cluster"], message) if {
	some resource in input.resources
	some at, info in resource.attributes.encryption_info
	some index, transit in info.encryption_in_transit
	not _brokers(transit)
	message := "traffic between the brokers is not encrypted"
}

# MSK takes TLS and true when nothing is said.
_clients(transit) if transit.client_broker == "TLS"

_clients(transit) if not _clients_said(transit)

_clients_said(transit) if transit.client_broker != null

_brokers(transit) if transit.in_cluster == true

_brokers(transit) if not _brokers_said(transit)

_brokers_said(transit) if transit.in_cluster != null
