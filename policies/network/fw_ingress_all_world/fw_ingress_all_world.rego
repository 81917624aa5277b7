# METADATA
# title: Nothing but public ports is open to the internet
# description: Every port open to the internet is one more program that must be flawless. Only those meant for the public should be.
# scope: package
# custom:
#   id: fw-ingress-all-world
#   severity: critical
#   origins: [terraform, aws]
#   selector: {types: [aws_security_group, aws_default_security_group, aws_security_group_rule, aws_vpc_security_group_ingress_rule, google_compute_firewall, azurerm_network_security_group, azurerm_network_security_rule], with: [network_openings]}
#   requires:
#     - facets.network_openings.group_labels
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
#   parameters: [fw_max_public_prefix, fw_max_public_prefix6, public_labels, public_ports]
#   independent: true
#   remediation:
#     terraform:
#       text: Open only the ports in `public_ports`, on the load balancer; let everything behind it accept the balancer's security group only.
#       snippet: |
#         resource "aws_vpc_security_group_ingress_rule" "from_balancer" {
#           security_group_id            = aws_security_group.app.id
#           referenced_security_group_id = aws_security_group.balancer.id
#           ip_protocol                  = "tcp"
#           from_port                    = 8080
#           to_port                      = 8080
#         }
#     google:
#       text: Open only the ports in `public_ports`; let everything else accept ranges, tags or service accounts of your own.
#       snippet: |
#         resource "google_compute_firewall" "app" {
#           name          = "app"
#           network       = google_compute_network.main.id
#           source_ranges = ["10.0.0.0/8"]
#           allow {
#             protocol = "tcp"
#             ports    = ["8080"]
#           }
#         }
#     azurerm:
#       text: Open only the ports in `public_ports`, on the gateway; let everything behind it accept the subnet or application security group of the gateway only.
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
#     - https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
#     - https://cloud.google.com/firewall/docs/firewalls
#     - https://learn.microsoft.com/en-us/azure/virtual-network/network-security-groups-overview
package network.fw_ingress_all_world

import data.lib.finding
import data.lib.label as labels
import data.lib.opening as openings

deny contains finding.new(resource, opening.path, message) if {
	some resource in input.resources
	some opening in resource.facets.network_openings.openings
	opening.uncertain == null
	openings.from_world(opening, data.parameters.fw_max_public_prefix, data.parameters.fw_max_public_prefix6)
	openings.all_ports(opening)
	message := $"all ports open to {opening.cidr}"
}

deny contains finding.graded(resource, opening.path, message, "high") if {
	some resource in input.resources
	not labels.carries(resource.facets.network_openings.group_labels, data.parameters.public_labels)
	some opening in resource.facets.network_openings.openings
	opening.uncertain == null
	openings.from_world(opening, data.parameters.fw_max_public_prefix, data.parameters.fw_max_public_prefix6)
	_unlisted(opening, data.parameters.public_ports)
	message := $"{openings.ports_text(opening)} open to {opening.cidr}"
}

undecided contains finding.undecided(resource, opening.uncertain) if {
	some resource in input.resources
	some opening in resource.facets.network_openings.openings
	opening.uncertain != null
	openings.from_world(opening, data.parameters.fw_max_public_prefix, data.parameters.fw_max_public_prefix6)
	openings.all_ports(opening)
}

undecided contains finding.undecided(resource, opening.uncertain) if {
	some resource in input.resources
	not labels.carries(resource.facets.network_openings.group_labels, data.parameters.public_labels)
	some opening in resource.facets.network_openings.openings
	opening.uncertain != null
	openings.from_world(opening, data.parameters.fw_max_public_prefix, data.parameters.fw_max_public_prefix6)
	_unlisted(opening, data.parameters.public_ports)
}

# Whether some port is neither public nor judged by the rules for administration and data ports.
_unlisted(opening, public_ports) if {
	not openings.all_ports(opening)
	public := {to_number(port) | some port in public_ports}
	openings.beyond(opening, ((public | openings.admin_ports) | openings.data_ports))
}
