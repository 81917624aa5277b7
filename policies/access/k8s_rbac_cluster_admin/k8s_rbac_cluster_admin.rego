# METADATA
# title: Nobody but administrators has all rights in the cluster
# description: Who is bound to cluster-admin, or to a role that allows everything, owns the cluster and all data in it.
# scope: package
# custom:
#   id: k8s-rbac-cluster-admin
#   severity: critical
#   origins: [kubernetes]
#   selector: {types: [rbac.authorization.k8s.io/ClusterRoleBinding, rbac.authorization.k8s.io/RoleBinding], with: [rbac_binding]}
#   requires:
#     - facets.rbac_binding.full_access
#     - facets.rbac_binding.subjects[].id
#     - facets.rbac_binding.subjects[].path
#   parameters: [k8s_admin_subjects]
#   remediation:
#     kubernetes:
#       text: Bind the subject to a role that lists what it needs, in the namespaces where it needs it; people who administer the cluster belong in the group named by the parameter k8s_admin_subjects.
#       manual: which rights are needed is not in the manifest
#       snippet: |
#         apiVersion: rbac.authorization.k8s.io/v1
#         kind: RoleBinding
#         metadata: {name: deployer, namespace: shop}
#         roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: deployer}
#         subjects: [{kind: ServiceAccount, name: deployer, namespace: shop}]
#   references:
#     - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles
#     - https://kubernetes.io/docs/concepts/security/rbac-good-practices/
package access.k8s_rbac_cluster_admin

import data.lib.finding
import data.lib.rbac

deny contains finding.graded(resource, subject.path, message, _severity(resource.type)) if {
	some resource in input.resources
	not resource.facets.rbac_binding.full_access == false
	some subject in resource.facets.rbac_binding.subjects
	not rbac.listed(subject.id, data.parameters.k8s_admin_subjects)
	message := $"{subject.id} has all rights{_where(resource.type)}"
}

_severity("rbac.authorization.k8s.io/ClusterRoleBinding") := "critical"

_severity("rbac.authorization.k8s.io/RoleBinding") := "high"

_where("rbac.authorization.k8s.io/ClusterRoleBinding") := " in the cluster"

_where("rbac.authorization.k8s.io/RoleBinding") := " in the namespace"
