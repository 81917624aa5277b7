# METADATA
# title: No plan ends the recording of configuration changes
# description: Without a recorder nobody can tell what was changed, when and by whom, and rules that watch settings no longer fire.
# scope: package
# custom:
#   id: config-recorder-destroyed
#   severity: high
#   origins: [terraform]
#   selector:
#     types: [aws_config_configuration_recorder, aws_config_configuration_recorder_status]
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
#       text: Leave the recorder and its status in the configuration and forbid their destruction. Where another plan manages them from now on, take them out of the state with a removed block instead of destroying them.
#       snippet: |
#         resource "aws_config_configuration_recorder_status" "main" {
#           name       = aws_config_configuration_recorder.main.name
#           is_enabled = true
#
#           lifecycle {
#             prevent_destroy = true
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html
#     - https://developer.hashicorp.com/terraform/language/resources/syntax
package audit.config_recorder_destroyed

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

_what("aws_config_configuration_recorder") := "recorder of configuration changes"

_what("aws_config_configuration_recorder_status") := "switch that keeps the recorder of configuration changes on"
