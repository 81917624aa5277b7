# METADATA
# title: Model Armor stops attacks on models and harmful content
# description: Instructions smuggled into a prompt, links to malware and harmful answers pass unless a filter is switched on and told to block.
# scope: package
# custom:
#   id: model-armor-filters
#   severity: medium
#   origins: [terraform]
#   selector: {types: [google_model_armor_template, google_model_armor_floorsetting]}
#   requires:
#     - attributes.ai_platform_floor_setting[].inspect_only
#     - attributes.enable_floor_setting_enforcement
#     - attributes.filter_config[].malicious_uri_filter_settings[].filter_enforcement
#     - attributes.filter_config[].pi_and_jailbreak_filter_settings[].filter_enforcement
#     - attributes.filter_config[].rai_settings[].rai_filters
#     - attributes.template_metadata[].enforcement_type
#   parameters: []
#   remediation:
#     terraform:
#       text: Switch the filters on; let templates block and floor settings be enforced.
#       snippet: |
#         resource "google_model_armor_template" "chat" {
#           location    = "europe-west4"
#           template_id = "chat"
#           filter_config {
#             pi_and_jailbreak_filter_settings {
#               filter_enforcement = "ENABLED"
#               confidence_level   = "MEDIUM_AND_ABOVE"
#             }
#             malicious_uri_filter_settings {
#               filter_enforcement = "ENABLED"
#             }
#             rai_settings {
#               rai_filters {
#                 filter_type      = "DANGEROUS"
#                 confidence_level = "MEDIUM_AND_ABOVE"
#               }
#             }
#           }
#         }
#       edits:
#         - {do: set, at: [0, filter_enforcement], value: ENABLED, when: {path: "filter_config[].malicious_uri_filter_settings"}}
#         - {do: set, value: INSPECT_AND_BLOCK, when: {path: "template_metadata[].enforcement_type"}}
#         - {do: set, value: true, when: {path: enable_floor_setting_enforcement}}
#   references:
#     - https://cloud.google.com/security-command-center/docs/model-armor-overview
package ai_governance.model_armor_filters

import data.lib.finding

# All filters are off unless switched on.
deny contains finding.new(resource, ["filter_config", 0, "pi_and_jailbreak_filter_settings"], "prompts that smuggle in instructions are not stopped") if {
	some resource in input.resources
	not _enabled(resource.attributes, "pi_and_jailbreak_filter_settings")
}

deny contains finding.graded(resource, ["filter_config", 0, "malicious_uri_filter_settings"], "links to malware are not stopped", "low") if {
	some resource in input.resources
	not _enabled(resource.attributes, "malicious_uri_filter_settings")
}

deny contains finding.new(resource, ["filter_config", 0, "rai_settings"], "harmful content is not stopped") if {
	some resource in input.resources
	not _content(resource.attributes)
}

deny contains finding.new(resource, ["template_metadata", 0, "enforcement_type"], "what the filters find is only reported") if {
	some resource in input.resources
	some metadata in resource.attributes.template_metadata
	metadata.enforcement_type == "INSPECT_ONLY"
}

deny contains finding.new(resource, ["ai_platform_floor_setting", 0, "inspect_only"], "what the filters find is only reported") if {
	some resource in input.resources
	some setting in resource.attributes.ai_platform_floor_setting
	setting.inspect_only == true
}

deny contains finding.new(resource, ["enable_floor_setting_enforcement"], "the floor setting is not enforced") if {
	some resource in input.resources
	resource.type == "google_model_armor_floorsetting"
	not _enforced(resource.attributes)
}

_enabled(attributes, name) if {
	some config in attributes.filter_config
	some settings in config[name]
	settings.filter_enforcement == "ENABLED"
}

_content(attributes) if {
	some config in attributes.filter_config
	some settings in config.rai_settings
	count(settings.rai_filters) > 0
}

_enforced(attributes) if attributes.enable_floor_setting_enforcement == true
