package access.k8s_cloud_identity_scoped_test

import data.access.k8s_cloud_identity_scoped as rule

of(name, identities) := {"resources": [{"key": "k", "name": name, "facets": {"cloud_identity": identities}}]}

identity(others) := {"path": ["metadata", "annotations", "eks.amazonaws.com/role-arn"], "shared_with": others}

test_pass if {
	count(rule.deny) == 0 with input as of("web", [identity([])])
	count(rule.deny) == 0 with input as of("web", [])
	count(rule.deny) == 0 with input as of("web", null)
}

test_shared_fails if {
	some denial in rule.deny with input as of("web", [identity(["pay/web", "shop/api"])])
	denial.message == "the same cloud identity serves pay/web, shop/api"
	denial.path == ["metadata", "annotations", "eks.amazonaws.com/role-arn"]
}

test_default_account_fails if {
	count(rule.deny) == 1 with input as of("default", [identity([])])
}
