# METADATA
# title: Networks record their traffic
# description: Flow logs show who talked to whom and what was refused; after an incident nothing else does.
# scope: package
# custom:
#   id: network-flow-logs
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_vpc, google_compute_subnetwork, azurerm_virtual_network]}
#   requires:
#     - attributes.log_config[].flow_sampling
#     - attributes.purpose
#     - facets.flow_logs.traffic_types[]
#   parameters: []
#   remediation:
#     terraform:
#       text: Add a flow log for the VPC that records all traffic, or at least what was rejected.
#       snippet: |
#         resource "aws_flow_log" "main" {
#           vpc_id               = aws_vpc.main.id
#           traffic_type         = "ALL"
#           log_destination_type = "s3"
#           log_destination      = aws_s3_bucket.flow_logs.arn
#         }
#     google:
#       text: Switch flow logs on for every subnetwork, with at least half of the flows.
#       snippet: |
#         resource "google_compute_subnetwork" "apps" {
#           name          = "apps"
#           network       = google_compute_network.main.id
#           ip_cidr_range = "10.10.0.0/20"
#
#           log_config {
#             flow_sampling = 1
#             metadata      = "INCLUDE_ALL_METADATA"
#           }
#         }
#       edits:
#         - {do: set, at: [0, flow_sampling], value: 0.5, when: {path: log_config}}
#     azurerm:
#       text: Let Network Watcher record the flows of the virtual network.
#       snippet: |
#         resource "azurerm_network_watcher_flow_log" "main" {
#           name                 = "main"
#           network_watcher_name = "NetworkWatcher_westeurope"
#           resource_group_name  = "NetworkWatcherRG"
#           target_resource_id   = azurerm_virtual_network.main.id
#           storage_account_id   = azurerm_storage_account.logs.id
#           enabled              = true
#
#           retention_policy {
#             enabled = true
#             days    = 365
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html
#     - https://docs.cloud.google.com/vpc/docs/using-flow-logs
#     - https://learn.microsoft.com/en-us/azure/network-watcher/vnet-flow-logs-overview
package audit.network_flow_logs

import data.lib.finding

deny contains finding.new(resource, [], "no flow log records all or all rejected traffic of the VPC") if {
	some resource in input.resources
	not resource.type == "google_compute_subnetwork"
	not _recorded(resource)
}

deny contains finding.new(resource, ["log_config"], "no flow log records the traffic of the subnetwork") if {
	some resource in input.resources
	resource.type == "google_compute_subnetwork"
	not _sampled(resource.attributes, 0)
}

# Half of the flows are what Google samples when nothing is said.
deny contains finding.graded(resource, ["log_config"], message, "low") if {
	some resource in input.resources
	_sampled(resource.attributes, 0)
	not _sampled(resource.attributes, 0.499)
	message := $"only {resource.attributes.log_config[0].flow_sampling} of the flows are sampled"
}

exempt contains finding.exempt(resource, "the subnetwork is one of proxies and gateways, which have no flow logs") if {
	some resource in input.resources
	is_string(resource.attributes.purpose)
	not resource.attributes.purpose in {"", "PRIVATE", "PRIVATE_RFC_1918"}
}

_sampled(attributes, more) if {
	some config in attributes.log_config
	config.flow_sampling > more
}

_recorded(resource) if {
	some type in resource.facets.flow_logs.traffic_types
	type in {"ALL", "REJECT"}
}
