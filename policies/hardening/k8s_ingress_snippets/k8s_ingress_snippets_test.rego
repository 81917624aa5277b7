package hardening.k8s_ingress_snippets_test

import data.hardening.k8s_ingress_snippets as rule

of(snippets) := {"resources": [{"key": "k", "facets": {"ingress_snippets": snippets}}]}

test_pass if {
	count(rule.deny) == 0 with input as of([])
	count(rule.deny) == 0 with input as of(null)
}

test_fail if {
	snippets := [
		{"path": ["metadata", "annotations", "nginx.ingress.kubernetes.io/server-snippet"], "name": "nginx.ingress.kubernetes.io/server-snippet"},
		{"path": ["data", "allow-snippet-annotations"], "name": "allow-snippet-annotations"},
	]
	messages := {denial.message | some denial in rule.deny} with input as of(snippets)
	messages == {
		"annotation nginx.ingress.kubernetes.io/server-snippet writes into the controller's configuration",
		"the controller takes snippets from Ingresses",
	}
}
