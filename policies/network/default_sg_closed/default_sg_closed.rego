# METADATA
# title: Default security groups let nothing through
# description: AWS puts whatever names no group into the default one, which lets its members reach each other and everything outside; empty, it shuts out what was forgotten.
# scope: package
# custom:
#   id: default-sg-closed
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_vpc, aws_default_security_group], with: [default_group]}
#   requires:
#     - facets.default_group.managed
#     - facets.default_group.rules
#   parameters: []
#   remediation:
#     terraform:
#       text: Take the default group into Terraform without any rules; the provider then removes those that AWS made.
#       snippet: |
#         resource "aws_default_security_group" "main" {
#           vpc_id = aws_vpc.main.id
#         }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/default_security_group
package network.default_sg_closed

import data.lib.finding

deny contains finding.new(resource, [], "its default security group keeps the rules AWS made") if {
	some resource in input.resources
	resource.type == "aws_vpc"
	not _managed(resource)
}

deny contains finding.new(resource, [], message) if {
	some resource in input.resources
	resource.type == "aws_default_security_group"
	not _empty(resource)
	message := $"the default security group has rules: {resource.facets.default_group.rules}"
}

_managed(resource) if resource.facets.default_group.managed == true

_empty(resource) if resource.facets.default_group.rules == 0
