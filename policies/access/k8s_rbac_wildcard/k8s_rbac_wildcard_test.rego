package access.k8s_rbac_wildcard_test

import data.access.k8s_rbac_wildcard as rule

role(name, labels, resources, verbs) := {"resources": [{
	"key": "r", "name": name, "labels": labels,
	"attributes": {"rules": [{"apiGroups": [""], "resources": resources, "verbs": verbs}]},
}]}

test_stars_are_denied if {
	some denial in rule.deny with input as role("r", {}, ["pods"], ["*"])
	denial.path == ["rules", 0, "verbs"]
	denial.message == "a rule grants all verbs"
	count(rule.deny) == 2 with input as role("r", {}, ["*"], ["*"])
}

test_lists_pass if {
	count(rule.deny) == 0 with input as role("r", {}, ["pods"], ["get"])
	count(rule.exempt) == 0 with input as role("r", {}, ["pods"], ["get"])
}

test_aggregated_role_passes if count(rule.deny) == 0 with input as {"resources": [{"key": "r", "attributes": {"rules": null}}]}

test_a_name_does_not_make_a_role_built_in if {
	count(rule.exempt) == 0 with input as role("system:node", {}, ["*"], ["*"])
	count(rule.deny) == 2 with input as role("system:node", {}, ["*"], ["*"])
}

test_built_in_roles_are_exempt if {
	count(rule.exempt) == 1 with input as role("cluster-admin", {"kubernetes.io/bootstrapping": "rbac-defaults"}, ["*"], ["*"])
}
