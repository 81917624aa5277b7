# METADATA
# title: AI resources of a cloud name their owner, system and risk class
# description: Without these tags nobody can tell who answers for an agent, an endpoint or bought capacity, and which record of AI systems describes it.
# scope: package
# custom:
#   id: ai-resource-ownership
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_bedrockagent_agent, aws_bedrockagent_knowledge_base, aws_bedrock_custom_model, aws_bedrock_provisioned_model_throughput, aws_sagemaker_endpoint, google_vertex_ai_endpoint, google_vertex_ai_index_endpoint, google_vertex_ai_reasoning_engine]}
#   requires:
#     -  attributes.tags
#     -  attributes.tags_all
#     - attributes.effective_labels
#     - attributes.labels
#   parameters: [ai_labels]
#   remediation:
#     terraform:
#       text: Tag the resource with the values of your register of AI systems, or set them as default tags of the provider.
#       snippet: |
#         resource "aws_bedrockagent_agent" "claims" {
#           tags = {
#             owner               = "claims-ai"
#             "ai.system-id"      = "claims-004"
#             "ai.risk-class"     = "limited"
#             data-classification = "confidential"
#           }
#         }
#     google:
#       text: Label the resource with the values of your register of AI systems. Keys hold no dots, so `ai.system-id` is written `ai_system-id` or `ai-system-id`.
#       snippet: |
#         resource "google_vertex_ai_endpoint" "claims" {
#           name         = "1234567890"
#           display_name = "claims"
#           location     = "europe-west3"
#           labels = {
#             owner               = "claims-ai"
#             ai_system-id        = "claims-004"
#             ai_risk-class       = "limited"
#             data-classification = "confidential"
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html
#     - https://eur-lex.europa.eu/eli/reg/2024/1689/oj
#     - https://cloud.google.com/resource-manager/docs/labels-overview
package ai_governance.ai_resource_ownership

import data.lib.finding

deny contains finding.new(resource, [_home(resource)], message) if {
	some resource in input.resources
	missing := [key | some key in data.parameters.ai_labels; not _given(resource, key)]
	count(missing) > 0
	message := $"no {_home(resource)} state {concat(", ", missing)}"
}

deny contains finding.new(resource, [_home(resource), _written(resource, "ai.risk-class")], message) if {
	some resource in input.resources
	"ai.risk-class" in data.parameters.ai_labels
	some class in _values(resource, "ai.risk-class")
	not lower(class) in {"minimal", "limited", "high"}
	message := $"the risk class {class} is none of minimal, limited, high"
}

# The key as the resource spells it.
_written(resource, key) := array.concat(
	[spelling |
		some spelling in _spellings(resource, key)
		object.get(resource, ["attributes", _home(resource)], {})[spelling]
	],
	[key],
)[0]

_given(resource, key) if count(_values(resource, key)) > 0

# A tag goes before the default tag it overrides.
_values(resource, key) := [value |
	some value in array.slice(
		[stated |
			some source in ["tags", "tags_all", "labels", "effective_labels"]
			some spelling in _spellings(resource, key)
			stated := object.get(resource, ["attributes", source], {})[spelling]
			trim_space(stated) != ""
		],
		0, 1,
	)
]

# Google's keys hold no dots.
_spellings(resource, key) := [replace(key, ".", "_"), replace(key, ".", "-")] if _home(resource) == "labels"

else := [key]

_home(resource) := "labels" if startswith(resource.type, "google_")

else := "tags"
