# METADATA
# title: Roles do not read all Secrets
# description: Who may get or list Secrets holds every password and key of the namespace, or of the cluster.
# scope: package
# custom:
#   id: k8s-rbac-secrets-read
#   severity: high
#   origins: [kubernetes]
#   selector: {types: [rbac.authorization.k8s.io/ClusterRole, rbac.authorization.k8s.io/Role], with: [rbac_role]}
#   requires:
#     - attributes.rules[].apiGroups
#     - attributes.rules[].resourceNames
#     - attributes.rules[].resources
#     - attributes.rules[].verbs
#     - facets.rbac_role.subjects
#   parameters: [k8s_secret_readers]
#   independent: true
#   remediation:
#     kubernetes:
#       text: Name the Secrets with `resourceNames`, or mount them into the pods that need them and drop the rule; controllers that need all are listed in the parameter k8s_secret_readers.
#       manual: which Secrets are read is not in the manifest
#       snippet: |
#         rules:
#           - apiGroups: [""]
#             resources: [secrets]
#             resourceNames: [api-key]
#             verbs: [get]
#   references:
#     - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#listing-secrets
#     - https://kubernetes.io/docs/concepts/configuration/secret/
package access.k8s_rbac_secrets_read

import data.lib.finding
import data.lib.rbac

deny contains finding.graded(resource, ["rules", index], message, _severity(resource.type)) if {
	some resource in input.resources
	not rbac.bound_only_to(resource.facets.rbac_role.subjects, data.parameters.k8s_secret_readers)
	some index, rule in resource.attributes.rules
	rbac.grants(rule, {""}, {"secrets"}, {"get", "list", "watch"})
	not _named(rule)
	message := $"a rule allows to read all Secrets{_where(resource.type)}"
}

exempt contains finding.exempt(resource, "it is a role of Kubernetes itself") if {
	some resource in input.resources
	rbac.built_in(resource)
}

_named(rule) if count(rule.resourceNames) > 0

_severity("rbac.authorization.k8s.io/ClusterRole") := "high"

_severity("rbac.authorization.k8s.io/Role") := "medium"

_where("rbac.authorization.k8s.io/ClusterRole") := ""

_where("rbac.authorization.k8s.io/Role") := " of the namespace"
