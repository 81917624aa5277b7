package access.k8s_rbac_secrets_read_test

import data.access.k8s_rbac_secrets_read as rule

role(kind, extra, subjects) := {"resources": [{
	"key": "r", "type": $"rbac.authorization.k8s.io/{kind}",
	"attributes": {"rules": [object.union({"apiGroups": [""], "resources": ["secrets"], "verbs": ["list"]}, extra)]},
	"facets": {"rbac_role": {"subjects": subjects}},
}]}

test_cluster_role_is_high if {
	some denial in rule.deny with input as role("ClusterRole", {}, ["User/jane"]) with data.parameters.k8s_secret_readers as []
	denial.severity == "high"
	denial.message == "a rule allows to read all Secrets"
}

test_role_is_medium if {
	some denial in rule.deny with input as role("Role", {}, []) with data.parameters.k8s_secret_readers as []
	denial.severity == "medium"
	denial.message == "a rule allows to read all Secrets of the namespace"
}

test_named_secrets_pass if {
	count(rule.deny) == 0 with input as role("Role", {"resourceNames": ["a"]}, []) with data.parameters.k8s_secret_readers as []
	count(rule.deny) == 1 with input as role("Role", {"resourceNames": []}, []) with data.parameters.k8s_secret_readers as []
	count(rule.deny) == 1 with input as role("Role", {"resourceNames": null}, []) with data.parameters.k8s_secret_readers as []
}

test_readers_pass if {
	count(rule.deny) == 0 with input as role("ClusterRole", {}, ["ServiceAccount/eso/eso"])
		with data.parameters.k8s_secret_readers as ["ServiceAccount/eso/eso"]
}

test_other_rights_pass if {
	count(rule.deny) == 0 with input as role("Role", {"verbs": ["create"]}, []) with data.parameters.k8s_secret_readers as []
}

test_built_in_roles_are_exempt if {
	built_in := {"key": "r", "name": "system:node", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}
	count(rule.exempt) == 1 with input as {"resources": [built_in]}
	count(rule.exempt) == 0 with input as {"resources": [{"key": "r", "name": "node", "labels": {}}]}
	count(rule.exempt) == 0 with input as {"resources": [{"key": "r", "name": "system:node", "labels": {}}]}
}
