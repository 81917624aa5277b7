# METADATA
# title: Clusters identify callers and pods by short-lived tokens
# description: A client certificate cannot be withdrawn before it expires. Pods without an identity of their own borrow that of the node, and with it all that the node may do.
# scope: package
# custom:
#   id: cluster-auth-hardened
#   severity: medium
#   origins: [terraform]
#   selector: {types: [google_container_cluster]}
#   requires:
#     - attributes.enable_autopilot
#     - attributes.master_auth[].client_certificate_config[].issue_client_certificate
#     - attributes.workload_identity_config[].workload_pool
#   parameters: []
#   remediation:
#     terraform:
#       text: Name the workload pool of the project, and issue no client certificate. Autopilot clusters do both by themselves.
#       snippet: |
#         resource "google_container_cluster" "main" {
#           name     = "main"
#           location = "europe-west3"
#
#           workload_identity_config {
#             workload_pool = "example-project.svc.id.goog"
#           }
#         }
#   references:
#     - https://docs.cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
#     - https://docs.cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster
package access.cluster_auth_hardened

import data.lib.finding

deny contains finding.new(resource, ["master_auth"], "the cluster issues a client certificate, which cannot be withdrawn") if {
	some resource in input.resources
	some auth in resource.attributes.master_auth
	some config in auth.client_certificate_config
	config.issue_client_certificate == true
}

deny contains finding.new(resource, ["workload_identity_config"], "pods have no identity of their own in the project") if {
	some resource in input.resources
	not _identified(resource.attributes)
}

_identified(attributes) if attributes.enable_autopilot == true

_identified(attributes) if {
	some config in attributes.workload_identity_config
	is_string(config.workload_pool)
	config.workload_pool != ""
}
