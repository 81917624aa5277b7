# METADATA
# title: The API server records who changed what
# description: Without an audit log nobody can tell who read a Secret or gave themselves rights; one that records the Secrets' content becomes a leak itself.
# scope: package
# custom:
#   id: k8s-apiserver-audit
#   severity: high
#   origins: [kubernetes]
#   selector: {with: [api_server]}
#   requires:
#     - facets.api_server.access_audit.level
#     - facets.api_server.access_audit.path
#     - facets.api_server.flags.audit-log-path
#     - facets.api_server.flags.audit-policy-file
#     - facets.api_server.flags.audit-webhook-config-file
#     - facets.api_server.kind
#     - facets.api_server.path
#     - facets.api_server.secrets_audit.level
#     - facets.api_server.secrets_audit.path
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Start the API server with an audit policy and a log or webhook; let the policy record Secrets and ConfigMaps as metadata only, and changes of roles with their content.
#       manual: an audit policy has to be written and placed on the control plane
#       snippet: |
#         apiVersion: audit.k8s.io/v1
#         kind: Policy
#         rules:
#           - level: Metadata
#             resources: [{group: "", resources: [secrets, configmaps, serviceaccounts/token]}]
#           - level: RequestResponse
#             verbs: [create, update, patch, delete]
#             resources: [{group: rbac.authorization.k8s.io}]
#           - level: Metadata
#   references:
#     - https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/
#     - https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/
package audit.k8s_apiserver_audit

import data.lib.finding

deny contains finding.new(resource, path, "the API server writes no audit log") if {
	some resource in input.resources
	resource.facets.api_server.kind == "server"
	not _written(resource.facets.api_server.flags)
	path := array.concat(resource.facets.api_server.path, ["command"])
}

deny contains finding.new(resource, path, "the API server has no audit policy, without which it records nothing") if {
	some resource in input.resources
	resource.facets.api_server.kind == "server"
	not _given(object.get(resource.facets.api_server.flags, "audit-policy-file", ""))
	path := array.concat(resource.facets.api_server.path, ["command"])
}

deny contains finding.new(resource, resource.facets.api_server.secrets_audit.path, message) if {
	some resource in input.resources
	resource.facets.api_server.kind == "audit-policy"
	not resource.facets.api_server.secrets_audit.level == "Metadata"
	message := _of_secrets(resource.facets.api_server.secrets_audit.level)
}

deny contains finding.graded(resource, resource.facets.api_server.access_audit.path, message, "medium") if {
	some resource in input.resources
	resource.facets.api_server.kind == "audit-policy"
	not resource.facets.api_server.access_audit.level in {"Request", "RequestResponse"}
	message := $"changes of roles and bindings are recorded at level {resource.facets.api_server.access_audit.level}, without what changed"
}

exempt contains finding.exempt(resource, "it is about encryption") if {
	some resource in input.resources
	resource.facets.api_server.kind == "encryption"
}

_of_secrets("None") := "access to Secrets is not recorded"

_of_secrets(level) := $"requests for Secrets are recorded at level {level}, with their content" if level != "None"

_written(flags) if _given(object.get(flags, "audit-log-path", ""))

_written(flags) if _given(object.get(flags, "audit-webhook-config-file", ""))

_given(value) if {
	is_string(value)
	value != ""
}
