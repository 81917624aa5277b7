# METADATA
# title: Access from outside is searched for
# description: An analyzer reads the policies of buckets, roles, keys and queues and tells which of them let in somebody from outside; by hand nobody does so.
# scope: package
# custom:
#   id: access-analyzer-enabled
#   severity: medium
#   origins: [terraform]
#   selector: {types: [scope/plan], with: [access_analyzers]}
#   requires:
#     - facets.access_analyzers.external
#     - facets.plan_contents.types
#   parameters: []
#   presence: true
#   remediation:
#     terraform:
#       text: Create an analyzer of type ACCOUNT, or ORGANIZATION in the administrator account, in every region in use. Analyzers of unused access do not look for it.
#       snippet: |
#         resource "aws_accessanalyzer_analyzer" "main" {
#           analyzer_name = "account"
#           type          = "ACCOUNT"
#         }
#   references:
#     - https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html
package access.access_analyzer_enabled

import data.lib.finding

deny contains finding.new(resource, [], "no analyzer looks for access from outside") if {
	some resource in input.resources
	not _analyzed(resource)
}

_analyzed(resource) if resource.facets.access_analyzers.external > 0

exempt contains finding.exempt(resource, "nothing in it belongs to AWS") if {
	some resource in input.resources
	not _has_aws(resource)
}

_has_aws(resource) if {
	some type in resource.facets.plan_contents.types
	startswith(type, "aws_")
}
