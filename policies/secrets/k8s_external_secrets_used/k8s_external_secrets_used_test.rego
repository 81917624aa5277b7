package secrets.k8s_external_secrets_used_test

import data.secrets.k8s_external_secrets_used as rule

of(origin) := {"resources": [{"key": "k", "facets": {"secret_sources": [{
	"name": "db",
	"path": ["spec", "volumes", 0, "secret", "secretName"],
	"origin": origin,
}]}}]}

test_pass if {
	every origin in ["store", "cluster"] {
		count(rule.deny) == 0 with input as of(origin)
		count(rule.undecided) == 0 with input as of(origin)
	}
}

test_manifest_fails if {
	some denial in rule.deny with input as of("manifest")
	denial.path == ["spec", "volumes", 0, "secret", "secretName"]
	count(rule.undecided) == 0 with input as of("manifest")
}

test_unshown_and_junk_are_undecided if {
	every origin in ["unshown", null, "junk"] {
		count(rule.deny) == 0 with input as of(origin)
		count(rule.undecided) == 1 with input as of(origin)
	}
}
