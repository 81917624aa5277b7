# METADATA
# title: Machines get no public address by default
# description: A public address given out by default puts machines on the internet that nobody meant to put there.
# scope: package
# custom:
#   id: no-auto-public-ip
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_subnet, aws_instance, aws_launch_template, aws_ecs_service], with: [public_address]}
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
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html
package network.no_auto_public_ip

import data.lib.finding
import data.lib.label as labels

deny contains finding.new(resource, resource.facets.public_address.path, message) if {
	some resource in input.resources
	not labels.carries(resource.labels, data.parameters.public_labels)
	not resource.facets.public_address.assigned == false
	message := "a public address is assigned"
}
