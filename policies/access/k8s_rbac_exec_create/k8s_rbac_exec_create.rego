# METADATA
# title: Few may enter pods or start new ones
# description: Who enters a pod holds its data and its credentials, and who starts pods in a namespace can take on every account and Secret there.
# scope: package
# custom:
#   id: k8s-rbac-exec-create
#   severity: medium
#   origins: [kubernetes]
#   selector: {types: [rbac.authorization.k8s.io/ClusterRoleBinding, rbac.authorization.k8s.io/RoleBinding], with: [rbac_binding, rbac_grant]}
#   requires:
#     - facets.rbac_binding.full_access
#     - facets.rbac_binding.subjects[].id
#     - facets.rbac_binding.subjects[].path
#     - facets.rbac_grant.reach
#     - facets.rbac_grant.rules[].apiGroups
#     - facets.rbac_grant.rules[].resources
#     - facets.rbac_grant.rules[].verbs
#   parameters: [k8s_admin_subjects, k8s_workload_managers]
#   remediation:
#     kubernetes:
#       text: Let deployments and controllers hold these rights in namespaces of their own, give people in production the role `view`, and name the managers of the cluster's workloads in the parameter k8s_workload_managers.
#       manual: which rights are needed is not in the manifest
#       snippet: |
#         apiVersion: rbac.authorization.k8s.io/v1
#         kind: RoleBinding
#         metadata: {name: developers, namespace: shop}
#         roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
#         subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: developers}]
#   references:
#     - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation
#     - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles
package access.k8s_rbac_exec_create

import data.lib.finding
import data.lib.rbac

deny contains finding.new(resource, subject.path, message) if {
	some resource in input.resources
	powers := _powers_of(resource.facets.rbac_grant.rules)
	count(powers) > 0
	some subject in resource.facets.rbac_binding.subjects
	not _trusted(subject.id, data.parameters)
	_refused(resource.facets.rbac_grant.reach, subject.id)
	text := concat(" and ", sort(powers))
	message := $"{subject.id} can {text} {_where(resource.facets.rbac_grant.reach)}"
}

undecided contains finding.undecided(resource, "no label of the namespace says whether it is production") if {
	some resource in input.resources
	resource.facets.rbac_grant.reach == "unstated"
	count(_powers_of(resource.facets.rbac_grant.rules)) > 0
	some subject in resource.facets.rbac_binding.subjects
	not _trusted(subject.id, data.parameters)
	_refused("production", subject.id)
}

exempt contains finding.exempt(resource, "it gives all rights, which k8s-rbac-cluster-admin judges") if {
	some resource in input.resources
	resource.facets.rbac_binding.full_access == true
}

exempt contains finding.exempt(resource, "it is a binding of Kubernetes itself") if {
	some resource in input.resources
	rbac.built_in(resource)
}

exempt contains finding.exempt(resource, "only programs hold it, in one namespace") if {
	some resource in input.resources
	resource.facets.rbac_grant.reach != "cluster"
	count(resource.facets.rbac_binding.subjects) > 0
	every subject in resource.facets.rbac_binding.subjects {
		startswith(subject.id, "ServiceAccount/")
	}
}

_powers_of(rules) := {power.what |
	some power in _powers
	some rule in rules
	rbac.grants(rule, power.groups, power.resources, power.verbs)
}

_powers := [
	{
		"what": "enter pods", "groups": {""},
		"resources": {"pods/exec", "pods/attach", "pods/portforward", "*/exec", "*/attach", "*/portforward"},
		# Up to Kubernetes 1.34 the right to get is enough over a WebSocket.
		"verbs": {"create", "get"},
	},
	{
		"what": "enter pods", "groups": {""},
		"resources": {"pods/ephemeralcontainers"}, "verbs": {"update", "patch"},
	},
	{
		"what": "start pods", "groups": {""},
		"resources": {"pods"}, "verbs": {"create"},
	},
	{
		"what": "start pods", "groups": {"", "apps", "batch"},
		"resources": {"replicationcontrollers", "daemonsets", "deployments", "replicasets", "statefulsets", "cronjobs", "jobs"},
		"verbs": {"create", "update", "patch"},
	},
]

_trusted(id, parameters) if rbac.listed(id, array.concat(parameters.k8s_admin_subjects, parameters.k8s_workload_managers))

# In one namespace programs run workloads: that is what such a role is for.
_refused("cluster", _) := true

_refused("production", id) if not startswith(id, "ServiceAccount/")

_where("cluster") := "in every namespace"

_where("production") := "in production"
