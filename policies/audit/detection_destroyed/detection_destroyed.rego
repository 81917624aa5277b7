# METADATA
# title: No plan ends the detection of threats
# description: Once a detector or an analyzer is destroyed, nobody is told of an intruder or of access that was opened, and what it had found goes with it.
# scope: package
# custom:
#   id: detection-destroyed
#   severity: high
#   origins: [terraform]
#   selector:
#     types:
#       - aws_guardduty_detector
#       - aws_securityhub_account
#       - aws_macie2_account
#       - aws_accessanalyzer_analyzer
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
#       text: Leave the resource in the configuration and forbid its destruction. Where the account is watched from elsewhere from now on, take it out of the state with a removed block instead of destroying it.
#       snippet: |
#         resource "aws_guardduty_detector" "main" {
#           enable = true
#
#           lifecycle {
#             prevent_destroy = true
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_suspend-disable.html
#     - https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-disable.html
#     - https://developer.hashicorp.com/terraform/language/resources/syntax
package audit.detection_destroyed

import data.lib.destruction
import data.lib.finding

deny contains finding.graded(resource, [], message, _severity(resource.type)) if {
	some resource in input.resources
	not destruction.made_up_for(resource.facets.destruction)
	message := $"the plan destroys the {_what(resource.type)}"
}

exempt contains finding.exempt(resource, reason) if {
	some resource in input.resources
	reason := destruction.reason(resource.facets.destruction)
}

_what("aws_guardduty_detector") := "detector and all it has found"

_what("aws_securityhub_account") := "subscription to Security Hub and all it has gathered"

_what("aws_macie2_account") := "search for sensitive data and all it has found"

_what("aws_accessanalyzer_analyzer") := "analyzer of access from outside"

# As where there is none in the first place.
_severity(type) := "high" if type == "aws_guardduty_detector"

_severity(type) := "medium" if type != "aws_guardduty_detector"
