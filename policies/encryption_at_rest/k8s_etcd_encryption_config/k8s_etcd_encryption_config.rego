# METADATA
# title: Secrets are encrypted in the cluster's database
# description: etcd keeps Secrets as readable text unless the API server encrypts them, so its disks and backups give them all away.
# scope: package
# custom:
#   id: k8s-etcd-encryption-config
#   severity: high
#   origins: [kubernetes]
#   selector: {with: [api_server]}
#   requires:
#     - facets.api_server.flags.encryption-provider-config
#     - facets.api_server.kind
#     - facets.api_server.path
#     - facets.api_server.secrets_provider.name
#     - facets.api_server.secrets_provider.path
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Start the API server with an encryption configuration whose first provider for secrets is `kms`, then write all Secrets once more.
#       manual: keys have to be made and placed on the control plane
#       snippet: |
#         apiVersion: apiserver.config.k8s.io/v1
#         kind: EncryptionConfiguration
#         resources:
#           - resources: [secrets]
#             providers:
#               - kms: {apiVersion: v2, name: keys, endpoint: unix:///var/run/kms/socket.sock}
#               - identity: {}
#   references:
#     - https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/
#     - https://kubernetes.io/docs/reference/config-api/apiserver-encryption.v1/
package encryption_at_rest.k8s_etcd_encryption_config

import data.lib.finding

deny contains finding.new(resource, path, "the API server has no encryption configuration") if {
	some resource in input.resources
	resource.facets.api_server.kind == "server"
	not _given(object.get(resource.facets.api_server.flags, "encryption-provider-config", ""))
	path := array.concat(resource.facets.api_server.path, ["command"])
}

deny contains finding.new(resource, resource.facets.api_server.secrets_provider.path, message) if {
	some resource in input.resources
	resource.facets.api_server.kind == "encryption"
	not resource.facets.api_server.secrets_provider.name in {"kms", "aescbc", "secretbox", "aesgcm"}
	message := _message(resource.facets.api_server.secrets_provider.name)
}

# Which file the flag leads to is not told by a manifest.
undecided contains finding.undecided(resource, "the file that --encryption-provider-config names is not tied to the input") if {
	some resource in input.resources
	resource.facets.api_server.kind == "server"
	_given(object.get(resource.facets.api_server.flags, "encryption-provider-config", ""))
}

undecided contains finding.undecided(resource, "aesgcm is safe only where its key changes often, which is not shown") if {
	some resource in input.resources
	resource.facets.api_server.kind == "encryption"
	resource.facets.api_server.secrets_provider.name == "aesgcm"
}

exempt contains finding.exempt(resource, "it is about audit logs") if {
	some resource in input.resources
	resource.facets.api_server.kind == "audit-policy"
}

_message("none") := "no entry encrypts Secrets"

_message(name) := $"Secrets are written by provider {name}, which does not encrypt" if name != "none"

_given(value) if {
	is_string(value)
	value != ""
}
