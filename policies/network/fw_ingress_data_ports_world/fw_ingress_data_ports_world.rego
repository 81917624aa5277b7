# METADATA
# title: Databases and brokers are closed to the internet
# description: A data store's port that the internet reaches leaves one password, or none, between the world and the data.
# scope: package
# custom:
#   id: fw-ingress-data-ports-world
#   severity: critical
#   origins: [terraform, aws]
#   selector: {types: [aws_security_group, aws_default_security_group, aws_security_group_rule, aws_vpc_security_group_ingress_rule, google_compute_firewall, azurerm_network_security_group, azurerm_network_security_rule], with: [network_openings]}
#   requires:
#     - facets.network_openings.openings[].cidr
#     - facets.network_openings.openings[].direction
#     - facets.network_openings.openings[].family
#     - facets.network_openings.openings[].from_port
#     - facets.network_openings.openings[].path
#     - facets.network_openings.openings[].prefix_length
#     - facets.network_openings.openings[].protocol
#     - facets.network_openings.openings[].public
#     - facets.network_openings.openings[].to_port
#     - facets.network_openings.openings[].uncertain
#   parameters: [fw_max_public_prefix, fw_max_public_prefix6]
#   independent: true
#   remediation:
#     terraform:
#       text: Let only the application's security group reach the data store.
#       snippet: |
#         resource "aws_vpc_security_group_ingress_rule" "from_balancer" {
#           security_group_id            = aws_security_group.app.id
#           referenced_security_group_id = aws_security_group.balancer.id
#           ip_protocol                  = "tcp"
#           from_port                    = 8080
#           to_port                      = 8080
#         }
#     google:
#       text: Let only the ranges, tags or service accounts of the application reach the data store.
#       snippet: |
#         resource "google_compute_firewall" "database" {
#           name          = "database"
#           network       = google_compute_network.main.id
#           source_ranges = ["10.0.0.0/8"]
#           allow {
#             protocol = "tcp"
#             ports    = ["5432"]
#           }
#         }
#     azurerm:
#       text: Let the data store accept the subnet or application security group of its clients only.
#       snippet: |
#         resource "azurerm_network_security_rule" "from_balancer" {
#           name                        = "from-balancer"
#           resource_group_name         = azurerm_resource_group.main.name
#           network_security_group_name = azurerm_network_security_group.app.name
#           priority                    = 200
#           direction                   = "Inbound"
#           access                      = "Allow"
#           protocol                    = "Tcp"
#           source_address_prefix       = "10.0.1.0/24"
#           source_port_range           = "*"
#           destination_address_prefix  = "*"
#           destination_port_range      = "8080"
#         }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html
#     - https://cloud.google.com/firewall/docs/firewalls
#     - https://learn.microsoft.com/en-us/azure/virtual-network/network-security-groups-overview
package network.fw_ingress_data_ports_world

import data.lib.finding
import data.lib.opening as openings

deny contains finding.new(resource, opening.path, message) if {
	some resource in input.resources
	some opening in resource.facets.network_openings.openings
	opening.uncertain == null
	openings.from_world(opening, data.parameters.fw_max_public_prefix, data.parameters.fw_max_public_prefix6)
	count(openings.reached(opening, openings.data_ports)) > 0
	message := $"{openings.ports_text(opening)} open to {opening.cidr}"
}

undecided contains finding.undecided(resource, opening.uncertain) if {
	some resource in input.resources
	some opening in resource.facets.network_openings.openings
	opening.uncertain != null
	openings.from_world(opening, data.parameters.fw_max_public_prefix, data.parameters.fw_max_public_prefix6)
	count(openings.reached(opening, openings.data_ports)) > 0
}
