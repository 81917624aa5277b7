# METADATA
# title: AI workloads refer to their documents
# description: Without a reference nobody finds the model card and the impact assessment that the workload was let into production with.
# scope: package
# custom:
#   id: ai-workload-documentation-refs
#   severity: low
#   origins: [kubernetes]
#   selector: {with: [ai_workload]}
#   requires:
#     - facets.ai_workload.tags
#   parameters: [ai_document_refs]
#   remediation:
#     kubernetes:
#       text: State where the documents lie, as a path or an address, on the workload or its pods.
#       manual: where the documents lie is not in the manifest
#       snippet: |
#         metadata:
#           annotations:
#             ai.model-card: docs/ai/gateway/model-card.md
#             ai.impact-assessment: docs/ai/gateway/impact-2026.md
#   references:
#     - https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/
package ai_governance.ai_workload_documentation_refs

import data.lib.finding

# Whether a document is there, and is any good, is for a reader to say.
deny contains finding.new(resource, ["metadata", "annotations"], message) if {
	some resource in input.resources
	missing := [key | some key in data.parameters.ai_document_refs; not _given(resource, key)]
	count(missing) > 0
	message := $"nothing refers to {concat(", ", missing)}"
}

_given(resource, key) if {
	value := resource.facets.ai_workload.tags[key]
	not lower(trim_space(value)) in _empty
}

_empty := {"", "-", "false", "n/a", "na", "none", "null", "tbd", "tbd.", "todo", "x"}
