# METADATA
# title: AI workloads call pinned and approved models
# description: An alias changes the model under a running system without a change of its own; an unapproved model was never assessed.
# scope: package
# custom:
#   id: ai-model-pinned-approved
#   severity: high
#   origins: [kubernetes]
#   selector: {with: [ai_workload]}
#   requires:
#     - facets.ai_workload.models[].id
#     - facets.ai_workload.models[].name
#     - facets.ai_workload.models[].path
#     - facets.ai_workload.unresolved[].kind
#     - facets.ai_workload.unresolved[].reason
#   parameters: [ai_models]
#   independent: true
#   remediation:
#     kubernetes:
#       text: Use the id of one version (with its date, or from Claude 4.6 on without), taken from your list of approved models (parameter ai_models).
#       manual: which version is approved is a decision
#       snippet: |
#         env:
#           - name: ANTHROPIC_MODEL
#             value: claude-opus-4-20250514
#   references:
#     - https://docs.anthropic.com/en/docs/about-claude/models/overview
#     - https://docs.aws.amazon.com/bedrock/latest/userguide/models-supported.html
package ai_governance.ai_model_pinned_approved

import data.lib.finding
import data.lib.model_id

deny contains finding.graded(resource, model.path, message, "medium") if {
	some resource in input.resources
	some model in resource.facets.ai_workload.models
	model_id.version(model.id) == "moving"
	message := $"{model.name} names {model.id}, an alias that can lead to another model any day"
}

deny contains finding.new(resource, model.path, message) if {
	some resource in input.resources
	some model in resource.facets.ai_workload.models
	count(data.parameters.ai_models) > 0
	not model_id.approved(model.id, data.parameters.ai_models)
	message := $"{model.name} names {model.id}, which is not an approved model"
}

undecided contains finding.undecided(resource, reason) if {
	some resource in input.resources
	some model in resource.facets.ai_workload.models
	model_id.version(model.id) in {"indirect", "unrecognised"}
	reason := $"whether {model.id} names one version is not known"
}

undecided contains finding.undecided(resource, value.reason) if {
	some resource in input.resources
	some value in resource.facets.ai_workload.unresolved
	value.kind == "model"
}

undecided contains finding.undecided(resource, "no model id is stated in its environment, arguments or ConfigMaps") if {
	some resource in input.resources
	not _names_model(resource)
}

_names_model(resource) if some model in resource.facets.ai_workload.models
