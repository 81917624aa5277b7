package access.k8s_rbac_exec_create_test

import data.access.k8s_rbac_exec_create as rule

of(reach, subject, group, resource, verb) := {"resources": [{"key": "b", "facets": {
	"rbac_binding": {"full_access": false, "subjects": [{"id": subject, "path": ["subjects", 0]}]},
	"rbac_grant": {"reach": reach, "rules": [{"apiGroups": [group], "resources": [resource], "verbs": [verb]}]},
}}]}

parameters := {"k8s_admin_subjects": ["Group/system:masters"], "k8s_workload_managers": ["ServiceAccount/flux-system/*"]}

denials(given) := found if {
	found := rule.deny with input as given with data.parameters as parameters
}

doubts(given) := found if {
	found := rule.undecided with input as given with data.parameters as parameters
}

test_each_power_is_denied if {
	every given in [
		["", "pods/exec", "create"], ["", "pods/attach", "get"], ["", "pods/portforward", "*"],
		["", "pods/ephemeralcontainers", "patch"], ["", "pods", "create"], ["apps", "deployments", "patch"],
		["batch", "jobs", "create"], ["*", "*", "*"],
	] {
		count(denials(of("cluster", "Group/dev", given[0], given[1], given[2]))) == 1
	}
}

test_message if {
	some denial in denials(of("production", "User/jane", "", "*", "*"))
	denial.message == "User/jane can enter pods and start pods in production"
	denial.path == ["subjects", 0]
}

test_reading_passes if {
	count(denials(of("cluster", "Group/dev", "", "pods", "get"))) == 0
	count(denials(of("cluster", "Group/dev", "apps", "deployments", "watch"))) == 0
	count(denials(of("cluster", "Group/dev", "", "pods/log", "get"))) == 0
}

test_one_namespace if {
	count(denials(of("production", "ServiceAccount/shop/deployer", "", "pods", "create"))) == 0
	count(denials(of("other", "User/jane", "", "pods", "create"))) == 0
	count(denials(of("unstated", "User/jane", "", "pods", "create"))) == 0
	count(doubts(of("unstated", "User/jane", "", "pods", "create"))) == 1
	count(doubts(of("unstated", "User/jane", "", "pods", "get"))) == 0
	count(doubts(of("unstated", "ServiceAccount/shop/deployer", "", "pods", "create"))) == 0
}

test_listed_subjects_pass if {
	count(denials(of("cluster", "Group/system:masters", "", "pods", "create"))) == 0
	count(denials(of("cluster", "ServiceAccount/flux-system/kustomize-controller", "", "pods", "create"))) == 0
}

test_full_access_is_exempt if {
	given := {"resources": [{"key": "b", "facets": {"rbac_binding": {"full_access": true}}}]}
	count(rule.exempt) == 1 with input as given
	count(rule.exempt) == 1 with input as of("unstated", "ServiceAccount/shop/deployer", "", "pods", "get")
	count(rule.exempt) == 0 with input as of("cluster", "User/jane", "", "pods", "get")
	built_in := {"resources": [{"key": "b", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}]}
	count(rule.exempt) == 1 with input as built_in
}
