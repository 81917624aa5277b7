# METADATA
# title: No rights for everybody
# description: Bindings to the built-in groups give rights to callers without an account, or to every account there is.
# scope: package
# custom:
#   id: k8s-rbac-anonymous
#   severity: critical
#   origins: [kubernetes]
#   selector: {types: [rbac.authorization.k8s.io/ClusterRoleBinding, rbac.authorization.k8s.io/RoleBinding], with: [rbac_binding]}
#   requires:
#     - attributes.roleRef.name
#     - facets.rbac_binding.subjects[].id
#     - facets.rbac_binding.subjects[].path
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Bind the role to the users, groups or service accounts that need it.
#       manual: who needs the role is not in the manifest
#       snippet: |
#         subjects:
#           - kind: Group
#             apiGroup: rbac.authorization.k8s.io
#             name: platform-operators
#   references:
#     - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings
#     - https://kubernetes.io/docs/reference/access-authn-authz/authentication/#anonymous-requests
package access.k8s_rbac_anonymous

import data.lib.finding

deny contains finding.graded(resource, subject.path, message, _severity(subject.id)) if {
	some resource in input.resources
	some subject in resource.facets.rbac_binding.subjects
	subject.id in object.keys(_harmless)
	role := object.get(resource.attributes, ["roleRef", "name"], "")
	not role in _harmless[subject.id]
	not _bootstrap(resource.name, role, subject.id)
	message := $"role {role} is given to {_who[subject.id]}"
}

# Built-in subjects, and the roles that Kubernetes itself gives them.
_harmless := {
	"User/system:anonymous": {"system:public-info-viewer"},
	"Group/system:unauthenticated": {"system:public-info-viewer"},
	"Group/system:authenticated": {"system:basic-user", "system:discovery", "system:public-info-viewer"},
	"Group/system:masters": set(),
}

_who := {
	"User/system:anonymous": "callers without an account",
	"Group/system:unauthenticated": "callers without an account",
	"Group/system:authenticated": "every account",
	"Group/system:masters": "system:masters, which no policy restrains",
}

_bootstrap("cluster-admin", "cluster-admin", "Group/system:masters") := true

_severity(subject) := "critical" if subject in {"User/system:anonymous", "Group/system:unauthenticated"}

else := "high"
