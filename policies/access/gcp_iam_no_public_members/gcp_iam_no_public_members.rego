# METADATA
# title: Roles are not granted to everyone
# description: A role granted to allUsers or to all authenticated users belongs to anybody on the internet; a Google account takes a minute to make.
# scope: package
# custom:
#   id: gcp-iam-no-public-members
#   severity: critical
#   origins: [terraform]
#   selector:
#     types:
#       - google_bigquery_dataset
#       - google_bigquery_dataset_access
#       - google_bigquery_dataset_iam_binding
#       - google_bigquery_dataset_iam_member
#       - google_bigquery_dataset_iam_policy
#       - google_bigquery_table_iam_binding
#       - google_bigquery_table_iam_member
#       - google_bigquery_table_iam_policy
#       - google_billing_account_iam_binding
#       - google_billing_account_iam_member
#       - google_billing_account_iam_policy
#       - google_cloud_run_service_iam_binding
#       - google_cloud_run_service_iam_member
#       - google_cloud_run_service_iam_policy
#       - google_cloud_run_v2_job_iam_binding
#       - google_cloud_run_v2_job_iam_member
#       - google_cloud_run_v2_job_iam_policy
#       - google_cloud_run_v2_service_iam_binding
#       - google_cloud_run_v2_service_iam_member
#       - google_cloud_run_v2_service_iam_policy
#       - google_cloudfunctions2_function_iam_binding
#       - google_cloudfunctions2_function_iam_member
#       - google_cloudfunctions2_function_iam_policy
#       - google_cloudfunctions_function_iam_binding
#       - google_cloudfunctions_function_iam_member
#       - google_cloudfunctions_function_iam_policy
#       - google_compute_image_iam_binding
#       - google_compute_image_iam_member
#       - google_compute_image_iam_policy
#       - google_compute_instance_iam_binding
#       - google_compute_instance_iam_member
#       - google_compute_instance_iam_policy
#       - google_folder_iam_binding
#       - google_folder_iam_member
#       - google_folder_iam_policy
#       - google_organization_iam_binding
#       - google_organization_iam_member
#       - google_organization_iam_policy
#       - google_project_iam_binding
#       - google_project_iam_member
#       - google_project_iam_policy
#       - google_service_account_iam_binding
#       - google_service_account_iam_member
#       - google_service_account_iam_policy
#     with: [public_grants]
#   requires:
#     - facets.public_grants.grants[].grantee
#     - facets.public_grants.grants[].path
#     - facets.public_grants.grants[].permission
#     - facets.public_grants.labels
#   parameters: [public_labels]
#   independent: true
#   remediation:
#     terraform:
#       text: Grant the role to the groups and service accounts that need it. Label a service that is meant to be public with one of public_labels.
#       snippet: |
#         resource "google_cloud_run_v2_service_iam_member" "shop" {
#           name     = google_cloud_run_v2_service.orders.name
#           location = google_cloud_run_v2_service.orders.location
#           role     = "roles/run.invoker"
#           member   = "serviceAccount:shop@example-project.iam.gserviceaccount.com"
#         }
#   references:
#     - https://docs.cloud.google.com/iam/docs/principals-overview
#     - https://docs.cloud.google.com/run/docs/authenticating/public
package access.gcp_iam_no_public_members

import data.lib.finding
import data.lib.label as labels

deny contains finding.new(resource, grant.path, message) if {
	some resource in input.resources
	some grant in resource.facets.public_grants.grants
	message := $"{grant.permission} is granted to {grant.grantee}"
}

exempt contains finding.exempt(resource, "its service is labelled as public") if {
	some resource in input.resources
	labels.carries(resource.facets.public_grants.labels, data.parameters.public_labels)
}
