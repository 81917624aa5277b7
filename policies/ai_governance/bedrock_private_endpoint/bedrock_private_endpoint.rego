# METADATA
# title: Models are called through private endpoints
# description: Through an endpoint in the VPC prompts and answers stay off the internet, and its policy decides which models can be called at all.
# scope: package
# custom:
#   id: bedrock-private-endpoint
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_vpc], with: [vpc_endpoints]}
#   requires:
#     - facets.vpc_endpoints.ai_services[]
#     - facets.vpc_endpoints.complete
#     - facets.vpc_endpoints.endpoints[].own_policy
#     - facets.vpc_endpoints.endpoints[].private_dns
#     - facets.vpc_endpoints.endpoints[].service
#   remediation:
#     terraform:
#       text: Add interface endpoints for the Bedrock services in use, with private DNS and a policy that names the approved models.
#       snippet: |
#         resource "aws_vpc_endpoint" "bedrock" {
#           vpc_id              = aws_vpc.main.id
#           service_name        = "com.amazonaws.eu-central-1.bedrock-runtime"
#           vpc_endpoint_type   = "Interface"
#           private_dns_enabled = true
#           subnet_ids          = aws_subnet.private[*].id
#           policy              = data.aws_iam_policy_document.models.json
#         }
#   references:
#     - https://docs.aws.amazon.com/bedrock/latest/userguide/vpc-interface-endpoints.html
package ai_governance.bedrock_private_endpoint

import data.lib.finding

deny contains finding.new(resource, [], message) if {
	some resource in input.resources
	resource.facets.vpc_endpoints.complete
	missing := _missing(resource.facets.vpc_endpoints)
	count(missing) > 0
	message := $"no endpoint for {concat(", ", missing)}"
}

deny contains finding.new(resource, [], message) if {
	some resource in input.resources
	some endpoint in _bedrock(resource.facets.vpc_endpoints)
	not endpoint.private_dns == true
	message := $"the endpoint for {endpoint.service} has no private DNS name, so clients go on using the public one"
}

deny contains finding.new(resource, [], message) if {
	some resource in input.resources
	some endpoint in _bedrock(resource.facets.vpc_endpoints)
	not endpoint.own_policy == true
	message := $"the endpoint for {endpoint.service} has no policy of its own and lets every model through"
}

undecided contains finding.undecided(resource, reason) if {
	some resource in input.resources
	not resource.facets.vpc_endpoints.complete
	missing := _missing(resource.facets.vpc_endpoints)
	count(missing) > 0
	reason := $"no endpoint for {concat(", ", missing)} in the plan; another plan may hold it"
}

exempt contains finding.exempt(resource, "nothing here uses Bedrock") if {
	some resource in input.resources
	is_array(resource.facets.vpc_endpoints.ai_services)
	count(_needed(resource.facets.vpc_endpoints)) == 0
}

_needed(network) := [service | some service in network.ai_services; startswith(service, "bedrock")]

_bedrock(network) := [endpoint | some endpoint in network.endpoints; startswith(endpoint.service, "bedrock")]

_missing(network) := [service |
	some service in _needed(network)
	count([endpoint | some endpoint in network.endpoints; endpoint.service == service]) == 0
]
