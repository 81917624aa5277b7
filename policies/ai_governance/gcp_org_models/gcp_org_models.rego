# METADATA
# title: The organisation's policy on Vertex AI models names the allowed ones
# description: A policy that allows everything leaves it to each project which models, under which terms, receive its data.
# scope: package
# custom:
#   id: gcp-org-models
#   severity: medium
#   origins: [terraform]
#   selector: {types: [google_org_policy_policy], with: [org_policy]}
#   requires:
#     - facets.org_policy.closed
#     - facets.org_policy.constraint
#     - facets.org_policy.path
#     - facets.org_policy.trial
#     - facets.org_policy.unlimited
#   parameters: []
#   remediation:
#     terraform:
#       text: List the models that were approved.
#       snippet: |
#         resource "google_org_policy_policy" "main" {
#           name   = "organizations/123456789012/policies/vertexai.allowedModels"
#           parent = "organizations/123456789012"
#           spec {
#             rules {
#               values {
#                 allowed_values = ["publishers/anthropic/models/claude-sonnet-4@20250514:predict"]
#               }
#             }
#           }
#         }
#   references:
#     - https://cloud.google.com/vertex-ai/generative-ai/docs/control-model-access
#     - https://cloud.google.com/resource-manager/docs/organization-policy/org-policy-constraints
package ai_governance.gcp_org_models

import data.lib.finding

deny contains finding.new(resource, policy.path, $"the constraint {policy.constraint} limits nothing: {policy.unlimited}") if {
	some resource in input.resources
	policy := resource.facets.org_policy
	_ours(policy)
	not policy.trial
	is_string(policy.unlimited)
}

deny contains finding.graded(resource, policy.path, $"the constraint {policy.constraint} is only tried out: nothing is refused", "low") if {
	some resource in input.resources
	policy := resource.facets.org_policy
	_ours(policy)
	policy.trial
}

deny contains finding.new(resource, policy.path, $"the constraint {policy.constraint} names what is refused, and allows everything else") if {
	some resource in input.resources
	policy := resource.facets.org_policy
	_ours(policy)
	not policy.trial
	policy.unlimited == null
	not policy.closed
}

exempt contains finding.exempt(resource, "it is about another constraint") if {
	some resource in input.resources
	policy := resource.facets.org_policy
	policy.constraint != ""
	not _ours(policy)
}

_ours(policy) if policy.constraint == "vertexai.allowedModels"
