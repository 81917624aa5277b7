# METADATA
# title: Model Armor looks for personal data in prompts and answers
# description: Without the filter for sensitive data, what a prompt carries or an answer gives away about people passes unchecked.
# scope: package
# custom:
#   id: model-armor-pii
#   severity: high
#   origins: [terraform]
#   selector: {types: [google_model_armor_template, google_model_armor_floorsetting]}
#   requires:
#     - attributes.filter_config[].sdp_settings[].advanced_config[].inspect_template
#     - attributes.filter_config[].sdp_settings[].basic_config[].filter_enforcement
#   parameters: [sensitive_classes]
#   remediation:
#     terraform:
#       text: Switch the filter for sensitive data on, or name an inspection template of your own.
#       snippet: |
#         resource "google_model_armor_template" "chat" {
#           location    = "europe-west4"
#           template_id = "chat"
#           filter_config {
#             sdp_settings {
#               basic_config {
#                 filter_enforcement = "ENABLED"
#               }
#             }
#           }
#         }
#       edits:
#         - {do: set, at: [0, basic_config, 0, filter_enforcement], value: ENABLED, when: {path: "filter_config[].sdp_settings"}}
#   references:
#     - https://cloud.google.com/security-command-center/docs/model-armor-overview
package ai_governance.model_armor_pii

import data.lib.classification
import data.lib.finding

deny contains finding.graded(resource, ["filter_config", 0, "sdp_settings"], message, _severity(resource, data.parameters.sensitive_classes)) if {
	some resource in input.resources
	not _filtered(resource.attributes)
	message := "nothing looks for personal data in prompts and answers"
}

# Off unless switched on.
_filtered(attributes) if {
	some config in attributes.filter_config
	some settings in config.sdp_settings
	some basic in settings.basic_config
	basic.filter_enforcement == "ENABLED"
}

_filtered(attributes) if {
	some config in attributes.filter_config
	some settings in config.sdp_settings
	some advanced in settings.advanced_config
	advanced.inspect_template != ""
}

# The grades of bedrock-guardrail-pii.
_severity(resource, classes) := "high" if classification.one_of(resource.labels, classes)

else := "low"
