package access.k8s_rbac_cluster_admin_test

import data.access.k8s_rbac_cluster_admin as rule

binding(kind, full, subject) := {"resources": [{
	"key": "b", "type": $"rbac.authorization.k8s.io/{kind}",
	"facets": {"rbac_binding": {"full_access": full, "subjects": [{"path": ["subjects", 0], "id": subject}]}},
}]}

admins := ["Group/system:masters", "ServiceAccount/kube-system/*"]

test_cluster_admin_is_critical if {
	some denial in rule.deny with input as binding("ClusterRoleBinding", true, "ServiceAccount/shop/web")
		with data.parameters.k8s_admin_subjects as admins
	denial.severity == "critical"
	denial.message == "ServiceAccount/shop/web has all rights in the cluster"
}

test_in_a_namespace_is_high if {
	some denial in rule.deny with input as binding("RoleBinding", true, "User/jane")
		with data.parameters.k8s_admin_subjects as admins
	denial.severity == "high"
	denial.message == "User/jane has all rights in the namespace"
}

test_administrators_pass if {
	count(rule.deny) == 0 with input as binding("ClusterRoleBinding", true, "Group/system:masters")
		with data.parameters.k8s_admin_subjects as admins
}

test_other_roles_pass if {
	count(rule.deny) == 0 with input as binding("ClusterRoleBinding", false, "User/jane")
		with data.parameters.k8s_admin_subjects as admins
}
