package access.k8s_ingress_auth_test

import data.access.k8s_ingress_auth as rule

of(enforced) := {"resources": [{"key": "k", "facets": {"ingress_auth": [{
	"path": ["metadata", "annotations", "a"],
	"enforced": enforced,
	"evidence": "auth-tls-verify-client is off",
}]}}]}

test_pass if count(rule.deny) == 0 with input as of(true)

test_fail if {
	every enforced in [false, null, "junk"] {
		count(rule.deny) == 1 with input as of(enforced)
	}
	some denial in rule.deny with input as of(false)
	denial.message == "callers who do not identify themselves get through, auth-tls-verify-client is off"
}
