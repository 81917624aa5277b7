# METADATA
# title: Content filters of Azure's models are on
# description: Every deployment is filtered by default; a policy of your own can turn single filters off, and with them what keeps harm and jailbreaks out.
# scope: package
# custom:
#   id: azure-openai-content-filter
#   severity: medium
#   origins: [terraform]
#   selector: {types: [azurerm_cognitive_account_rai_policy]}
#   requires:
#     - attributes.content_filter[].block_enabled
#     - attributes.content_filter[].filter_enabled
#     - attributes.content_filter[].name
#     - attributes.content_filter[].source
#   parameters: []
#   remediation:
#     terraform:
#       text: Keep the filters for hate, sexual content, violence, self-harm and jailbreaks on and blocking, for prompts and completions.
#       snippet: |
#         resource "azurerm_cognitive_account_rai_policy" "chat" {
#           name                 = "chat"
#           cognitive_account_id = azurerm_cognitive_account.openai.id
#           base_policy_name     = "Microsoft.Default"
#
#           content_filter {
#             name               = "Hate"
#             filter_enabled     = true
#             block_enabled      = true
#             severity_threshold = "Medium"
#             source             = "Prompt"
#           }
#         }
#       edits:
#         - {do: set, value: true, when: {path: "content_filter[].filter_enabled"}}
#         - {do: set, at: ["..", block_enabled], value: true, when: {path: "content_filter[].filter_enabled"}}
#         - {do: set, value: true, when: {path: "content_filter[].block_enabled"}}
#   references:
#     - https://learn.microsoft.com/en-us/azure/ai-foundry/openai/concepts/content-filter
#     - https://learn.microsoft.com/en-us/azure/ai-foundry/openai/how-to/content-filters
package ai_governance.azure_openai_content_filter

import data.lib.finding

# Filters of every default policy. Others, as for protected material, are extras.
_names := {"hate", "jailbreak", "selfharm", "sexual", "violence"}

deny contains finding.new(resource, ["content_filter", index, _switch(filter)], message) if {
	some resource in input.resources
	some index, filter in resource.attributes.content_filter
	_kind(filter.name) in _names
	not _blocks(filter)
	message := $"the filter {filter.name} does not block the {_source(filter)}"
}

# Spelled as one word or as two.
_kind(name) := replace(replace(lower(name), " ", ""), "_", "")

_blocks(filter) if {
	filter.filter_enabled == true
	filter.block_enabled == true
}

_switch(filter) := "block_enabled" if {
	filter.filter_enabled == true
} else := "filter_enabled"

_source(filter) := "completion" if {
	filter.source == "Completion"
} else := "prompt"
