# METADATA
# title: Guardrails filter harmful content and prompt attacks
# description: A guardrail without content filters, or with weak ones, lets through what it was made to stop.
# scope: package
# custom:
#   id: bedrock-guardrail-filters
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_bedrock_guardrail]}
#   requires:
#     - attributes.content_policy_config[].filters_config[].input_action
#     - attributes.content_policy_config[].filters_config[].input_enabled
#     - attributes.content_policy_config[].filters_config[].input_strength
#     - attributes.content_policy_config[].filters_config[].output_action
#     - attributes.content_policy_config[].filters_config[].output_enabled
#     - attributes.content_policy_config[].filters_config[].output_strength
#     - attributes.content_policy_config[].filters_config[].type
#     - attributes.contextual_grounding_policy_config[].filters_config[].threshold
#     - attributes.contextual_grounding_policy_config[].filters_config[].type
#   parameters: [guardrail_filter_min]
#   remediation:
#     terraform:
#       text: Filter all five kinds of harm both ways at MEDIUM or above, and prompt attacks at HIGH on input (their output strength is always NONE).
#       snippet: |
#         content_policy_config {
#           filters_config {
#             type            = "PROMPT_ATTACK"
#             input_strength  = "HIGH"
#             output_strength = "NONE"
#           }
#           filters_config {
#             type            = "HATE"
#             input_strength  = "HIGH"
#             output_strength = "HIGH"
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-content-filters.html
#     - https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-contextual-grounding-check.html
package ai_governance.bedrock_guardrail_filters

import data.lib.finding

deny contains finding.new(resource, ["content_policy_config"], message) if {
	some resource in input.resources
	some side in ["input", "output"]
	weak := {type | some type in _harms; not _filters(resource, type, side, data.parameters.guardrail_filter_min)}
	count(weak) > 0
	message := $"filtered below {data.parameters.guardrail_filter_min} on {side}: {concat(", ", sort(weak))}"
}

deny contains finding.new(resource, ["content_policy_config"], message) if {
	some resource in input.resources
	not _filters(resource, "PROMPT_ATTACK", "input", "HIGH")
	message := "PROMPT_ATTACK is not filtered at HIGH on input"
}

deny contains finding.graded(resource, ["contextual_grounding_policy_config"], message, "low") if {
	some resource in input.resources
	some config in resource.attributes.contextual_grounding_policy_config
	some filter in config.filters_config
	filter.type == "GROUNDING"
	filter.threshold < 0.7
	message := $"answers count as grounded from a score of {filter.threshold}; 0.7 is the least that screens"
}

_harms := {"HATE", "INSULTS", "MISCONDUCT", "SEXUAL", "VIOLENCE"}

_order := {"NONE": 0, "LOW": 1, "MEDIUM": 2, "HIGH": 3}

_filters(resource, type, side, least) if {
	some config in resource.attributes.content_policy_config
	some filter in config.filters_config
	filter.type == type
	_blocks(filter, side, least)
}

_blocks(filter, "input", least) if {
	_order[filter.input_strength] >= _order[least]
	not filter.input_action == "NONE"
	not filter.input_enabled == false
}

_blocks(filter, "output", least) if {
	_order[filter.output_strength] >= _order[least]
	not filter.output_action == "NONE"
	not filter.output_enabled == false
}
