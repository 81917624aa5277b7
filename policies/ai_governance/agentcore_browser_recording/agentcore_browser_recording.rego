# METADATA
# title: Sessions of agents' browsers are recorded
# description: What an agent did on other people's sites can only be looked into if its sessions were recorded.
# scope: package
# custom:
#   id: agentcore-browser-recording
#   severity: low
#   origins: [terraform]
#   selector: {types: [aws_bedrockagentcore_browser]}
#   requires:
#     - attributes.recording.enabled
#     - attributes.recording[].enabled
#   parameters: []
#   remediation:
#     terraform:
#       text: Switch recording on, with a bucket that only reviewers can read.
#       snippet: |
#         resource "aws_bedrockagentcore_browser" "research" {
#           recording {
#             enabled = true
#             s3_location {
#               bucket = aws_s3_bucket.sessions.id
#               prefix = "browser/"
#             }
#           }
#         }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/bedrockagentcore_browser
package ai_governance.agentcore_browser_recording

import data.lib.finding

# The type is one of AWS provider 6, by its documentation; the plans of the fixtures are made by hand.
deny contains finding.new(resource, ["recording"], message) if {
	some resource in input.resources
	not _recorded(resource.attributes)
	message := "sessions are not recorded"
}

_recorded(attributes) if {
	some recording in attributes.recording
	recording.enabled == true
}

# An object instead of a list of one block.
_recorded(attributes) if attributes.recording.enabled == true
