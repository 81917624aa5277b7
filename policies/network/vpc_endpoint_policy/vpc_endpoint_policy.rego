# METADATA
# title: Endpoints of data services let through own traffic only
# description: The policy AWS gives an endpoint lets everyone behind it reach the buckets, tables and queues of every account, which is a private way out for stolen data.
# scope: package
# custom:
#   id: vpc-endpoint-policy
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_vpc_endpoint, aws_vpc_endpoint_policy], with: [endpoint_policy]}
#   requires:
#     - facets.endpoint_policy.own
#     - facets.endpoint_policy.service
#     - facets.policy_documents[].statements[].actions[]
#     - facets.policy_documents[].statements[].anyone
#     - facets.policy_documents[].statements[].conditions[].key
#     - facets.policy_documents[].statements[].conditions[].operator
#     - facets.policy_documents[].statements[].effect
#     - facets.policy_documents[].statements[].everywhere
#     - facets.policy_documents[].statements[].narrowed
#     - facets.policy_documents[].statements[].not_actions[]
#   parameters: []
#   remediation:
#     terraform:
#       text: Hold the policy to your organisation, as callers or as owners of what they reach, or to certain actions and resources.
#       snippet: |
#         resource "aws_vpc_endpoint_policy" "s3" {
#           vpc_endpoint_id = aws_vpc_endpoint.s3.id
#           policy = jsonencode({
#             Version = "2012-10-17"
#             Statement = [{
#               Effect    = "Allow"
#               Principal = "*"
#               Action    = "*"
#               Resource  = "*"
#               Condition = {
#                 StringEquals = {
#                   "aws:PrincipalOrgID" = "o-0123456789"
#                   "aws:ResourceOrgID"  = "o-0123456789"
#                 }
#               }
#             }]
#           })
#         }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
#     - https://docs.aws.amazon.com/whitepapers/latest/building-a-data-perimeter-on-aws/perimeter-implementation.html
package network.vpc_endpoint_policy

import data.lib.finding

deny contains finding.new(resource, ["policy"], "the policy of AWS lets everything through") if {
	some resource in input.resources
	not _own(resource)
}

deny contains finding.new(resource, ["policy"], "the policy lets anyone do anything anywhere") if {
	some resource in input.resources
	some document in resource.facets.policy_documents
	some statement in document.statements
	_open(statement)
	not _perimeter(document)
}

exempt contains finding.exempt(resource, reason) if {
	some resource in input.resources
	service := resource.facets.endpoint_policy.service
	not service in _data_services
	reason := "the service behind it holds no data of its own"
}

_own(resource) if resource.facets.endpoint_policy.own == true

_open(statement) if {
	statement.effect == "Allow"
	statement.anyone == true
	statement.everywhere == true
	_every_action(statement)
	not statement.narrowed == true
}

_every_action(statement) if {
	some action in statement.actions
	regex.match(`^(\*|[a-z0-9-]+:\*)$`, action)
}

_every_action(statement) if count(statement.not_actions) > 0

# Everything is refused unless caller or resource belong to known accounts.
_perimeter(document) if {
	some statement in document.statements
	statement.effect == "Deny"
	some action in statement.actions
	action in {"*", "s3:*"}
	some condition in statement.conditions
	startswith(lower(condition.operator), "stringnot")
	lower(condition.key) in _owners
}

_owners := {
	"aws:principalaccount",
	"aws:principalorgid",
	"aws:principalorgpaths",
	"aws:resourceaccount",
	"aws:resourceorgid",
	"aws:resourceorgpaths",
}

# What holds data that somebody could carry out, or take in from elsewhere.
_data_services := {
	"bedrock-runtime", "dynamodb", "elasticfilesystem", "events", "execute-api", "firehose", "kinesis-firehose",
	"kinesis-streams", "kms", "s3", "s3express", "secretsmanager", "sns", "sqs", "ssm", "sts",
}
