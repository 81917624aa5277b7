# METADATA
# title: Machines get no public address by default
# description: A public address given out by default puts machines on the internet that nobody meant to put there.
# scope: package
# custom:
#   id: no-auto-public-ip
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_subnet, aws_instance, aws_launch_template, aws_ecs_service, google_compute_instance, google_compute_instance_template, google_compute_region_instance_template, azurerm_network_interface], with: [public_address]}
#   requires:
#     - facets.public_address.assigned
#     - facets.public_address.path
#   parameters: [public_labels]
#   remediation:
#     terraform:
#       text: Switch public addresses off and put a load balancer or NAT gateway in front. Label what is meant to be public.
#       snippet: |
#         resource "aws_subnet" "private" {
#           vpc_id                  = aws_vpc.main.id
#           cidr_block              = "10.0.1.0/24"
#           map_public_ip_on_launch = false
#         }
#       edits:
#         - {do: set, value: false, when: {path: map_public_ip_on_launch}}
#         - {do: set, value: false, when: {path: associate_public_ip_address, creating: true}}
#         - {do: set, value: "false", when: {path: "network_interfaces[].associate_public_ip_address", type: aws_launch_template}}
#     google:
#       text: Leave `access_config` out, and give the subnet a Cloud NAT gateway. Label what is meant to be public.
#       snippet: |
#         resource "google_compute_instance" "app" {
#           name         = "app"
#           machine_type = "e2-small"
#           network_interface {
#             subnetwork = google_compute_subnetwork.private.id
#           }
#         }
#     azurerm:
#       text: Name no public address, and give the subnet a NAT gateway. Label what is meant to be public.
#       snippet: |
#         resource "azurerm_network_interface" "app" {
#           name                = "app"
#           resource_group_name = azurerm_resource_group.main.name
#           location            = azurerm_resource_group.main.location
#
#           ip_configuration {
#             name                          = "internal"
#             subnet_id                     = azurerm_subnet.private.id
#             private_ip_address_allocation = "Dynamic"
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html
#     - https://cloud.google.com/compute/docs/ip-addresses/configure-static-external-ip-address
#     - https://learn.microsoft.com/en-us/azure/virtual-network/ip-services/public-ip-addresses
package network.no_auto_public_ip

import data.lib.finding
import data.lib.label as labels

deny contains finding.new(resource, resource.facets.public_address.path, message) if {
	some resource in input.resources
	not labels.carries(resource.labels, data.parameters.public_labels)
	not resource.facets.public_address.assigned == false
	message := "a public address is assigned"
}
