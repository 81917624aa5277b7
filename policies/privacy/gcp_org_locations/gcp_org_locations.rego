# METADATA
# title: The organisation's policy on locations names the allowed ones
# description: A policy that allows every place leaves it to each project in which country its data ends up.
# scope: package
# custom:
#   id: gcp-org-locations
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
#       text: List the locations, or groups of them, in which resources may be made.
#       snippet: |
#         resource "google_org_policy_policy" "main" {
#           name   = "organizations/123456789012/policies/gcp.resourceLocations"
#           parent = "organizations/123456789012"
#           spec {
#             rules {
#               values {
#                 allowed_values = ["in:eu-locations"]
#               }
#             }
#           }
#         }
#   references:
#     - https://cloud.google.com/resource-manager/docs/organization-policy/defining-locations
#     - https://cloud.google.com/resource-manager/docs/organization-policy/org-policy-constraints
package privacy.gcp_org_locations

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

_ours(policy) if policy.constraint == "gcp.resourceLocations"
