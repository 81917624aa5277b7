# METADATA
# title: Whoever connects to an endpoint service is let in by hand
# description: A service offered through PrivateLink is reached from other accounts; unless each connection is accepted, everyone on the list is let in.
# scope: package
# custom:
#   id: vpc-endpoint-service-acceptance
#   severity: medium
#   origins: [terraform]
#   selector: {types: [aws_vpc_endpoint_service, aws_vpc_endpoint_service_allowed_principal]}
#   requires:
#     - attributes.acceptance_required
#     - attributes.allowed_principals[]
#     - attributes.principal_arn
#   parameters: []
#   remediation:
#     terraform:
#       text: Demand acceptance, and name the accounts that may ask for a connection.
#       snippet: |
#         resource "aws_vpc_endpoint_service" "orders" {
#           acceptance_required        = true
#           network_load_balancer_arns = [aws_lb.orders.arn]
#           allowed_principals         = ["arn:aws:iam::210987654321:root"]
#         }
#       edits:
#         - {do: set, value: true, when: {path: acceptance_required}}
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html
package network.vpc_endpoint_service_acceptance

import data.lib.finding

deny contains finding.new(resource, ["acceptance_required"], "connections are accepted without being asked about") if {
	some resource in input.resources
	resource.type == "aws_vpc_endpoint_service"
	not _accepted(resource.attributes)
}

# With acceptance, whoever finds the service still only asks.
deny contains finding.graded(resource, ["allowed_principals"], "anyone may ask for a connection", "low") if {
	some resource in input.resources
	"*" in resource.attributes.allowed_principals
}

deny contains finding.graded(resource, ["principal_arn"], "anyone may ask for a connection", "low") if {
	some resource in input.resources
	resource.attributes.principal_arn == "*"
}

_accepted(attributes) if attributes.acceptance_required == true
