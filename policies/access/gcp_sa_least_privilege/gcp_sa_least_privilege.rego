# METADATA
# title: Service accounts hold no administrator's roles
# description: A program is taken over more easily than a person. With a role that administers a service or its rights, or as the account that all machines share, its reach is the whole project.
# scope: package
# custom:
#   id: gcp-sa-least-privilege
#   severity: high
#   origins: [terraform]
#   selector: {types: [google_compute_instance, google_compute_instance_template, google_compute_region_instance_template, google_container_node_pool, google_folder_iam_binding, google_folder_iam_member, google_folder_iam_policy, google_organization_iam_binding, google_organization_iam_member, google_organization_iam_policy, google_project_iam_binding, google_project_iam_member, google_project_iam_policy]}
#   requires:
#     - facets.iam_grants[].path
#     - facets.iam_grants[].role
#     - facets.iam_grants[].to_service_account
#     - facets.service_identity.account
#     - facets.service_identity.full_scope
#     - facets.service_identity.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Give every program an account of its own, with the narrow roles it needs, on the resources it needs.
#       snippet: |
#         resource "google_service_account" "gateway" {
#           account_id = "gateway"
#         }
#
#         resource "google_project_iam_member" "gateway" {
#           project = "example-project"
#           role    = "roles/aiplatform.user"
#           member  = google_service_account.gateway.member
#         }
#   references:
#     - https://docs.cloud.google.com/iam/docs/best-practices-service-accounts
#     - https://docs.cloud.google.com/compute/docs/access/service-accounts#default_service_account
#     - https://docs.cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster#permissions
package access.gcp_sa_least_privilege

import data.lib.finding

deny contains finding.graded(resource, grant.path, message, severity) if {
	some resource in input.resources
	some grant in resource.facets.iam_grants
	not grant.to_service_account == false
	severity := _severity(grant.role)
	message := $"a service account gets {grant.role} on all that lies below"
}

deny contains finding.new(resource, identity.path, "the machine runs as the default service account with access to all services") if {
	some resource in input.resources
	resource.type != "google_container_node_pool"
	identity := resource.facets.service_identity
	identity.account == "default"
	identity.full_scope == true
}

deny contains finding.graded(resource, identity.path, "the nodes run as the default service account", _reach(identity)) if {
	some resource in input.resources
	resource.type == "google_container_node_pool"
	identity := resource.facets.service_identity
	not identity.account == "own"
}

# Narrow scopes, like those GKE gives by itself, bound what the account's roles allow.
_reach(identity) := "medium" if {
	identity.full_scope == false
} else := "high"

exempt contains finding.exempt(resource, "no service account gets a role") if {
	some resource in input.resources
	count(resource.facets.iam_grants) > 0
	every grant in resource.facets.iam_grants {
		grant.to_service_account == false
	}
}

exempt contains finding.exempt(resource, "it runs without a service account") if {
	some resource in input.resources
	resource.facets.service_identity.account == "none"
}

_severity("roles/owner") := "critical"

# Roles of this form administer a whole service: roles/storage.admin.
_severity(role) := "high" if regex.match(`^roles/(?:editor|[^/]*\.admin)$`, role)

_severity(role) := "high" if role in _raising

# Who holds these can give out roles, or act as any other account of the project.
_raising := {
	"roles/iam.organizationRoleAdmin",
	"roles/iam.roleAdmin",
	"roles/iam.securityAdmin",
	"roles/iam.serviceAccountAdmin",
	"roles/iam.serviceAccountKeyAdmin",
	"roles/iam.serviceAccountTokenCreator",
	"roles/iam.serviceAccountUser",
	"roles/iam.workloadIdentityPoolAdmin",
	"roles/orgpolicy.policyAdmin",
	"roles/resourcemanager.folderAdmin",
	"roles/resourcemanager.folderIamAdmin",
	"roles/resourcemanager.organizationAdmin",
	"roles/resourcemanager.projectIamAdmin",
}
