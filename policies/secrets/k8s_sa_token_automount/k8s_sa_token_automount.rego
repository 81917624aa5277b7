# METADATA
# title: Pods get no API token unless they need one
# description: The ServiceAccount's token is mounted into every pod by default; who breaks into the pod can use it against the cluster.
# scope: package
# custom:
#   id: k8s-sa-token-automount
#   severity: medium
#   origins: [kubernetes]
#   selector: {with: [service_account]}
#   requires:
#     - facets.service_account.automount
#     - facets.service_account.name
#     - facets.service_account.path
#   parameters: [needs_k8s_api]
#   remediation:
#     kubernetes:
#       text: Set `automountServiceAccountToken` to false in the pod or in its ServiceAccount; list workloads that talk to the API in the parameter needs_k8s_api.
#       edits:
#         - {do: set, value: false}
#       snippet: |
#         spec:
#           automountServiceAccountToken: false
#   references:
#     - https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting
package secrets.k8s_sa_token_automount

import data.lib.finding
import data.lib.kubernetes

deny contains finding.new(resource, resource.facets.service_account.path, message) if {
	some resource in input.resources
	not _compliant(resource)
	message := $"the token of ServiceAccount {resource.facets.service_account.name} is mounted"
}

exempt contains finding.exempt(resource, "it is listed in needs_k8s_api") if {
	some resource in input.resources
	kubernetes.listed(resource, data.parameters.needs_k8s_api)
}

_compliant(resource) if resource.facets.service_account.automount == false
