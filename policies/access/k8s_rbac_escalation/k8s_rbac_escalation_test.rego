package access.k8s_rbac_escalation_test

import data.access.k8s_rbac_escalation as rule

role(kind, group, resource, verb, subjects) := {"resources": [{
	"key": "r", "type": $"rbac.authorization.k8s.io/{kind}",
	"attributes": {"rules": [{"apiGroups": [group], "resources": [resource], "verbs": [verb]}]},
	"facets": {"rbac_role": {"subjects": subjects}},
}]}

denials(given) := found if {
	found := rule.deny with input as given with data.parameters.k8s_admin_subjects as ["Group/system:masters"]
}

test_each_power_is_denied if {
	every given in [
		["rbac.authorization.k8s.io", "clusterroles", "bind"],
		["rbac.authorization.k8s.io", "roles", "escalate"],
		["", "users", "impersonate"],
		["", "serviceaccounts/token", "create"],
		["", "nodes/proxy", "get"],
		["certificates.k8s.io", "certificatesigningrequests/approval", "update"],
		["admissionregistration.k8s.io", "mutatingwebhookconfigurations", "patch"],
	] {
		count(denials(role("ClusterRole", given[0], given[1], given[2], []))) == 1
	}
}

test_wildcard_holds_all_powers if {
	some denial in denials(role("Role", "*", "*", "*", ["User/jane"]))
	contains(denial.message, "act as another account, bind roles it does not hold")
	not contains(denial.message, "nodes")
}

test_cluster_objects_are_out_of_reach_of_a_role if count(denials(role("Role", "", "nodes/proxy", "get", []))) == 0

test_ordinary_rights_pass if count(denials(role("ClusterRole", "", "pods", "get", []))) == 0

test_administrators_pass if count(denials(role("ClusterRole", "*", "*", "*", ["Group/system:masters"]))) == 0

test_built_in_roles_are_exempt if {
	built_in := {"key": "r", "name": "system:node", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}
	count(rule.exempt) == 1 with input as {"resources": [built_in]}
	count(rule.exempt) == 0 with input as {"resources": [{"key": "r", "name": "node", "labels": {}}]}
	count(rule.exempt) == 0 with input as {"resources": [{"key": "r", "name": "system:node", "labels": {}}]}
}
