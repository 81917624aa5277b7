# METADATA
# title: Vectors go with the data they were made from
# description: Vectors carry the sense of the documents they were made from; kept after their source is removed, they answer from data that should be gone.
# scope: package
# custom:
#   id: bedrock-kb-data-lifecycle
#   severity: low
#   origins: [terraform]
#   selector: {types: [aws_bedrockagent_data_source]}
#   requires:
#     - attributes.data_deletion_policy
#   parameters: []
#   remediation:
#     terraform:
#       text: Say that the vectors are deleted with the data source.
#       snippet: |
#         resource "aws_bedrockagent_data_source" "handbook" {
#           data_deletion_policy = "DELETE"
#         }
#       edits:
#         - {do: set, value: DELETE, when: {path: data_deletion_policy}}
#   references:
#     - https://docs.aws.amazon.com/bedrock/latest/userguide/kb-ds-update.html
#     - https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_CreateDataSource.html
package ai_governance.bedrock_kb_data_lifecycle

import data.lib.finding

deny contains finding.new(resource, ["data_deletion_policy"], message) if {
	some resource in input.resources
	_given(resource.attributes)
	not resource.attributes.data_deletion_policy == "DELETE"
	message := $"data_deletion_policy is {resource.attributes.data_deletion_policy}, so vectors outlive their source"
}

undecided contains finding.undecided(resource, "data_deletion_policy is left out, and what the service then does is not documented") if {
	some resource in input.resources
	not _given(resource.attributes)
}

_given(attributes) if {
	is_string(attributes.data_deletion_policy)
	attributes.data_deletion_policy != ""
}
