# METADATA
# title: The organisation's policy on customer-managed keys is enforced
# description: A policy that lets services go without a key of yours protects data only where somebody thought of it.
# scope: package
# custom:
#   id: gcp-org-cmek
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
#       text: Deny the services that must not store data without a customer-managed key.
#       snippet: |
#         resource "google_org_policy_policy" "main" {
#           name   = "organizations/123456789012/policies/gcp.restrictNonCmekServices"
#           parent = "organizations/123456789012"
#           spec {
#             rules {
#               values {
#                 denied_values = ["aiplatform.googleapis.com", "storage.googleapis.com"]
#               }
#             }
#           }
#         }
#   references:
#     - https://cloud.google.com/kms/docs/cmek-org-policy
#     - https://cloud.google.com/resource-manager/docs/organization-policy/org-policy-constraints
package ai_governance.gcp_org_cmek

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

_ours(policy) if policy.constraint == "gcp.restrictNonCmekServices"
