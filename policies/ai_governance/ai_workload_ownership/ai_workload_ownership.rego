# METADATA
# title: AI workloads name their owner, system and risk class
# description: Without these labels nobody can tell who answers for an AI system, which record describes it and which duties it has.
# scope: package
# custom:
#   id: ai-workload-ownership
#   severity: medium
#   origins: [kubernetes]
#   selector: {with: [ai_workload]}
#   requires: [facets.ai_workload.tags]
#   parameters: [ai_labels]
#   remediation:
#     kubernetes:
#       text: Set the labels (or annotations) on the workload, with the values of your register of AI systems.
#       manual: who owns the system is not in the manifest
#       snippet: |
#         metadata:
#           labels:
#             owner: platform-ai
#             ai.system-id: gateway-001
#             ai.risk-class: limited
#             data-classification: confidential
#   references:
#     - https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
#     - https://eur-lex.europa.eu/eli/reg/2024/1689/oj
package ai_governance.ai_workload_ownership

import data.lib.finding

deny contains finding.new(resource, ["metadata", "labels"], message) if {
	some resource in input.resources
	missing := [key | some key in data.parameters.ai_labels; not _given(resource, key)]
	count(missing) > 0
	message := $"neither labels nor annotations state {concat(", ", missing)}"
}

deny contains finding.new(resource, ["metadata", "labels", "ai.risk-class"], message) if {
	some resource in input.resources
	class := resource.facets.ai_workload.tags["ai.risk-class"]
	class != ""
	not lower(class) in {"minimal", "limited", "high"}
	message := $"the risk class {class} is none of minimal, limited, high"
}

_given(resource, key) if trim_space(resource.facets.ai_workload.tags[key]) != ""
