# METADATA
# title: Roles do not let their holders gain more rights
# description: Some rights are a way to any other, such as making tokens, acting as somebody else or approving certificates.
# scope: package
# custom:
#   id: k8s-rbac-escalation
#   severity: high
#   origins: [kubernetes]
#   selector: {types: [rbac.authorization.k8s.io/ClusterRole, rbac.authorization.k8s.io/Role], with: [rbac_role]}
#   requires:
#     - attributes.rules[].apiGroups
#     - attributes.rules[].resources
#     - attributes.rules[].verbs
#     - facets.rbac_role.subjects
#   parameters: [k8s_admin_subjects]
#   independent: true
#   remediation:
#     kubernetes:
#       text: Take the right out of the role; what needs it to run the cluster is listed in the parameter k8s_admin_subjects.
#       manual: which rights are needed is not in the manifest
#       snippet: |
#         rules:
#           - apiGroups: [""]
#             resources: [serviceaccounts]
#             verbs: [get, list]
#   references:
#     - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks
package access.k8s_rbac_escalation

import data.lib.finding
import data.lib.rbac

deny contains finding.new(resource, ["rules", index], message) if {
	some resource in input.resources
	not rbac.bound_only_to(resource.facets.rbac_role.subjects, data.parameters.k8s_admin_subjects)
	some index, rule in resource.attributes.rules
	found := {power.what |
		some power in _powers
		_reaches(resource.type, power.scope)
		rbac.grants(rule, power.groups, power.resources, power.verbs)
	}
	count(found) > 0
	powers := concat(", ", sort(found))
	message := $"a rule allows to {powers}"
}

exempt contains finding.exempt(resource, "it is a role of Kubernetes itself") if {
	some resource in input.resources
	rbac.built_in(resource)
}

# Rights on objects of the cluster come to nothing in a Role.
_reaches("rbac.authorization.k8s.io/ClusterRole", _) := true

_reaches("rbac.authorization.k8s.io/Role", "namespace") := true

_write := {"create", "update", "patch", "delete", "deletecollection"}

_powers := [
	{
		"what": "bind roles it does not hold", "scope": "namespace",
		"groups": {"rbac.authorization.k8s.io"}, "resources": {"roles", "clusterroles"}, "verbs": {"bind"},
	},
	{
		"what": "give roles more rights", "scope": "namespace",
		"groups": {"rbac.authorization.k8s.io"}, "resources": {"roles", "clusterroles"}, "verbs": {"escalate"},
	},
	{
		"what": "act as another account", "scope": "namespace",
		"groups": {""}, "resources": {"users", "groups", "serviceaccounts"}, "verbs": {"impersonate"},
	},
	{
		"what": "make tokens of service accounts", "scope": "namespace",
		"groups": {""}, "resources": {"serviceaccounts/token"}, "verbs": {"create"},
	},
	{
		"what": "reach the kubelet of nodes", "scope": "cluster",
		"groups": {""}, "resources": {"nodes/proxy"}, "verbs": {"get", "create"},
	},
	{
		"what": "approve certificates", "scope": "cluster",
		"groups": {"certificates.k8s.io"}, "resources": {"certificatesigningrequests/approval"}, "verbs": {"update", "patch"},
	},
	{
		"what": "change admission webhooks", "scope": "cluster",
		"groups": {"admissionregistration.k8s.io"},
		"resources": {"validatingwebhookconfigurations", "mutatingwebhookconfigurations"}, "verbs": _write,
	},
]
