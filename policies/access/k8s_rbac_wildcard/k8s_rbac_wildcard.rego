# METADATA
# title: Roles use no wildcards
# description: A star grants also what is added to the API later, and far more than any workload needs.
# scope: package
# custom:
#   id: k8s-rbac-wildcard
#   severity: high
#   origins: [kubernetes]
#   selector: {types: [rbac.authorization.k8s.io/ClusterRole, rbac.authorization.k8s.io/Role]}
#   requires:
#     - attributes.rules[].resources
#     - attributes.rules[].verbs
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: List the resources and verbs that are needed.
#       manual: which rights are needed is not in the manifest
#       snippet: |
#         rules:
#           - apiGroups: [""]
#             resources: [configmaps]
#             verbs: [get, list, watch]
#   references:
#     - https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#     - https://kubernetes.io/docs/reference/access-authn-authz/rbac/
package access.k8s_rbac_wildcard

import data.lib.finding
import data.lib.rbac

deny contains finding.new(resource, ["rules", index, field], message) if {
	some resource in input.resources
	some index, rule in resource.attributes.rules
	some field in ["resources", "verbs"]
	"*" in rule[field]
	message := $"a rule grants all {field}"
}

exempt contains finding.exempt(resource, "it is a role of Kubernetes itself") if {
	some resource in input.resources
	rbac.built_in(resource)
}
