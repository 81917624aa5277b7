# METADATA
# title: AWS services are reached without the internet
# description: Endpoints in the VPC keep calls to AWS services off the internet and let policies say which accounts and buckets they may reach.
# scope: package
# custom:
#   id: vpc-endpoints-present
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_vpc], with: [vpc_endpoints]}
#   requires:
#     - facets.vpc_endpoints.complete
#     - facets.vpc_endpoints.endpoints[].kind
#     - facets.vpc_endpoints.endpoints[].private_dns
#     - facets.vpc_endpoints.endpoints[].service
#   parameters: [vpc_required_endpoints]
#   remediation:
#     terraform:
#       text: Add the missing endpoints; the list is the parameter `vpc_required_endpoints`.
#       snippet: |
#         resource "aws_vpc_endpoint" "kms" {
#           vpc_id              = aws_vpc.main.id
#           service_name        = "com.amazonaws.eu-central-1.kms"
#           vpc_endpoint_type   = "Interface"
#           private_dns_enabled = true
#           subnet_ids          = aws_subnet.private[*].id
#         }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
package network.vpc_endpoints_present

import data.lib.finding

deny contains finding.new(resource, [], message) if {
	some resource in input.resources
	resource.facets.vpc_endpoints.complete
	missing := _missing(resource, data.parameters.vpc_required_endpoints)
	count(missing) > 0
	message := $"no endpoint for {concat(", ", missing)}"
}

deny contains finding.new(resource, [], message) if {
	some resource in input.resources
	some endpoint in resource.facets.vpc_endpoints.endpoints
	endpoint.service in data.parameters.vpc_required_endpoints
	endpoint.kind == "Interface"
	not endpoint.private_dns == true
	message := $"the endpoint for {endpoint.service} has no private DNS name, so clients go on using the public one"
}

undecided contains finding.undecided(resource, reason) if {
	some resource in input.resources
	not resource.facets.vpc_endpoints.complete
	missing := _missing(resource, data.parameters.vpc_required_endpoints)
	count(missing) > 0
	reason := $"no endpoint for {concat(", ", missing)} in the plan; another plan may hold it"
}

_missing(resource, required) := [service |
	some service in required
	count([endpoint | some endpoint in resource.facets.vpc_endpoints.endpoints; endpoint.service == service]) == 0
]
