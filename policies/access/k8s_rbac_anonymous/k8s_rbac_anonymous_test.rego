package access.k8s_rbac_anonymous_test

import data.access.k8s_rbac_anonymous as rule

binding(name, role, subject) := {"resources": [{
	"key": "b", "name": name, "attributes": {"roleRef": {"name": role}},
	"facets": {"rbac_binding": {"subjects": [{"path": ["subjects", 0], "id": subject}]}},
}]}

test_anonymous_is_critical if {
	some denial in rule.deny with input as binding("b", "view", "Group/system:unauthenticated")
	denial.severity == "critical"
	denial.message == "role view is given to callers without an account"
	count(rule.deny) == 1 with input as binding("b", "view", "User/system:anonymous")
}

test_every_account_is_high if {
	some denial in rule.deny with input as binding("b", "view", "Group/system:authenticated")
	denial.severity == "high"
	count(rule.deny) == 1 with input as binding("b", "view", "Group/system:masters")
}

test_built_in_bindings_pass if {
	count(rule.deny) == 0 with input as binding("b", "system:public-info-viewer", "Group/system:unauthenticated")
	count(rule.deny) == 0 with input as binding("b", "system:discovery", "Group/system:authenticated")
	count(rule.deny) == 0 with input as binding("cluster-admin", "cluster-admin", "Group/system:masters")
}

test_named_subjects_pass if count(rule.deny) == 0 with input as binding("b", "view", "User/jane")
