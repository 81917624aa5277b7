# METADATA
# title: The organisation's policies on notebooks are enforced
# description: Notebooks with public addresses, root access or downloads undo what the projects around them protect.
# scope: package
# custom:
#   id: gcp-org-notebooks
#   severity: medium
#   origins: [terraform]
#   selector: {types: [google_org_policy_policy], with: [org_policy]}
#   requires:
#     - facets.org_policy.constraint
#     - facets.org_policy.path
#     - facets.org_policy.trial
#     - facets.org_policy.unlimited
#   parameters: []
#   remediation:
#     terraform:
#       text: Enforce the constraint.
#       snippet: |
#         resource "google_org_policy_policy" "main" {
#           name   = "organizations/123456789012/policies/ainotebooks.restrictPublicIp"
#           parent = "organizations/123456789012"
#           spec {
#             rules {
#               enforce = "TRUE"
#             }
#           }
#         }
#   references:
#     - https://cloud.google.com/resource-manager/docs/organization-policy/org-policy-constraints
package ai_governance.gcp_org_notebooks

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

exempt contains finding.exempt(resource, "it is about another constraint") if {
	some resource in input.resources
	policy := resource.facets.org_policy
	policy.constraint != ""
	not _ours(policy)
}

_ours(policy) if startswith(policy.constraint, "ainotebooks.")
