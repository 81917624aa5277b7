# METADATA
# title: Guardrails block or mask personal data
# description: Personal data in prompts and answers reaches logs, caches and other users unless the guardrail takes it out.
# scope: package
# custom:
#   id: bedrock-guardrail-pii
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_bedrock_guardrail]}
#   requires:
#     - attributes.sensitive_information_policy_config[].pii_entities_config[].action
#     - attributes.sensitive_information_policy_config[].pii_entities_config[].input_action
#     - attributes.sensitive_information_policy_config[].pii_entities_config[].input_enabled
#     - attributes.sensitive_information_policy_config[].pii_entities_config[].output_action
#     - attributes.sensitive_information_policy_config[].pii_entities_config[].output_enabled
#     - attributes.sensitive_information_policy_config[].pii_entities_config[].type
#   parameters: [guardrail_pii_types, sensitive_classes]
#   remediation:
#     terraform:
#       text: Add every type of `guardrail_pii_types` with BLOCK or ANONYMIZE; tag the guardrail with the class of data it sees.
#       snippet: |
#         sensitive_information_policy_config {
#           pii_entities_config {
#             type   = "EMAIL"
#             action = "ANONYMIZE"
#           }
#           pii_entities_config {
#             type   = "US_SOCIAL_SECURITY_NUMBER"
#             action = "BLOCK"
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-sensitive-filters.html
package ai_governance.bedrock_guardrail_pii

import data.lib.classification
import data.lib.finding
import data.lib.tags

deny contains finding.graded(resource, ["sensitive_information_policy_config"], message, _severity(resource, data.parameters.sensitive_classes)) if {
	some resource in input.resources
	missing := [type |
		some type in data.parameters.guardrail_pii_types
		not _covers(resource, type)
	]
	count(missing) > 0
	message := $"does not block or mask {concat(", ", missing)}"
}

exempt contains finding.exempt(resource, "its tags say that it handles no personal data") if {
	some resource in input.resources
	_classified(resource)
	not classification.one_of(resource.labels, data.parameters.sensitive_classes)
}

_covers(resource, type) if {
	some config in resource.attributes.sensitive_information_policy_config
	some entity in config.pii_entities_config
	entity.type == type
	entity.action in {"ANONYMIZE", "BLOCK"}
	not entity.input_action == "NONE"
	not entity.input_enabled == false
	not entity.output_action == "NONE"
	not entity.output_enabled == false
}

_classified(resource) if count(tags.values(resource.labels, "dataclassification")) > 0

# Nobody has said what data an untagged guardrail sees.
_severity(resource, classes) := "high" if classification.one_of(resource.labels, classes)

_severity(resource, classes) := "low" if not classification.one_of(resource.labels, classes)
