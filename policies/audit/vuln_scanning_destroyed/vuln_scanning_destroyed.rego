# METADATA
# title: No plan ends the scan for vulnerabilities
# description: Known weaknesses in images, instances and functions stay unseen from the moment the scan is switched off.
# scope: package
# custom:
#   id: vuln-scanning-destroyed
#   severity: medium
#   origins: [terraform]
#   selector:
#     types: [aws_inspector2_enabler]
#     with: [destruction]
#     change: delete
#   requires:
#     - facets.destruction.active
#     - facets.destruction.judged_on
#     - facets.destruction.served_goes
#     - facets.destruction.successor
#   parameters: []
#   remediation:
#     terraform:
#       text: Leave the enabler in the configuration and forbid its destruction. Where the organisation switches the scan on for all accounts, take it out of the state with a removed block instead of destroying it.
#       snippet: |
#         resource "aws_inspector2_enabler" "main" {
#           account_ids    = ["123456789012"]
#           resource_types = ["EC2", "ECR", "LAMBDA"]
#
#           lifecycle {
#             prevent_destroy = true
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/inspector/latest/user/deactivating-best-practices.html
#     - https://developer.hashicorp.com/terraform/language/resources/syntax
package audit.vuln_scanning_destroyed

import data.lib.destruction
import data.lib.finding

deny contains finding.new(resource, [], message) if {
	some resource in input.resources
	not destruction.made_up_for(resource.facets.destruction)
	message := $"the plan destroys the {_what(resource.type)}"
}

exempt contains finding.exempt(resource, reason) if {
	some resource in input.resources
	reason := destruction.reason(resource.facets.destruction)
}

_what("aws_inspector2_enabler") := "switch of the scan for vulnerabilities, and no other one in it covers the same"
