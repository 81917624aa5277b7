package lib.rbac_test

import data.lib.rbac

rule(groups, resources, verbs) := {"apiGroups": groups, "resources": resources, "verbs": verbs}

test_grants if {
	rbac.grants(rule([""], ["secrets"], ["get"]), {""}, {"secrets"}, {"get", "list"})
	rbac.grants(rule(["*"], ["*"], ["*"]), {""}, {"secrets"}, {"get"})
	not rbac.grants(rule(["apps"], ["secrets"], ["get"]), {""}, {"secrets"}, {"get"})
	not rbac.grants(rule([""], ["pods"], ["get"]), {""}, {"secrets"}, {"get"})
	not rbac.grants(rule([""], ["secrets"], ["create"]), {""}, {"secrets"}, {"get"})
	not rbac.grants({"nonResourceURLs": ["/metrics"], "verbs": ["get"]}, {""}, {"secrets"}, {"get"})
}

test_listed if {
	rbac.listed("ServiceAccount/kube-system/job-controller", ["Group/a", "ServiceAccount/kube-system/*"])
	not rbac.listed("ServiceAccount/shop/web", ["ServiceAccount/kube-system/*"])
	not rbac.listed("User/jane", [])
}

test_bound_only_to if {
	rbac.bound_only_to(["Group/a"], ["Group/a"])
	not rbac.bound_only_to(["Group/a", "User/b"], ["Group/a"])
	not rbac.bound_only_to([], ["Group/a"])
}

test_built_in if {
	rbac.built_in({"name": "system:node", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}})
	not rbac.built_in({"name": "system:node", "labels": {}})
	rbac.built_in({"name": "edit", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}})
	not rbac.built_in({"name": "edit", "labels": {}})
}
