# METADATA
# title: Basic roles are not granted
# description: Owner, editor and viewer each open nearly every service of a project; whoever takes over one holder of the role has all of it.
# scope: package
# custom:
#   id: gcp-iam-no-basic-roles
#   severity: critical
#   origins: [terraform]
#   selector: {types: [google_folder_iam_binding, google_folder_iam_member, google_folder_iam_policy, google_organization_iam_binding, google_organization_iam_member, google_organization_iam_policy, google_project_iam_binding, google_project_iam_member, google_project_iam_policy], with: [iam_grants]}
#   requires:
#     - facets.iam_grants[].path
#     - facets.iam_grants[].role
#   parameters: [break_glass_addresses]
#   independent: true
#   remediation:
#     terraform:
#       text: Grant predefined or custom roles of the services that are used. List the address of a grant kept for emergencies in break_glass_addresses.
#       snippet: |
#         resource "google_project_iam_member" "gateway" {
#           project = "example-project"
#           role    = "roles/aiplatform.user"
#           member  = "serviceAccount:gateway@example-project.iam.gserviceaccount.com"
#         }
#   references:
#     - https://docs.cloud.google.com/iam/docs/roles-overview#basic
#     - https://docs.cloud.google.com/iam/docs/using-iam-securely
package access.gcp_iam_no_basic_roles

import data.lib.finding

deny contains finding.graded(resource, grant.path, message, severity) if {
	some resource in input.resources
	some grant in resource.facets.iam_grants
	severity := _severity[grant.role]
	message := $"the basic role {grant.role} is granted"
}

exempt contains finding.exempt(resource, "kept for emergencies") if {
	some resource in input.resources
	resource.key in data.parameters.break_glass_addresses
}

_severity := {
	"roles/editor": "high",
	"roles/owner": "critical",
	"roles/reader": "medium",
	"roles/viewer": "medium",
	"roles/writer": "high",
	"roles/admin": "critical",
}
