package secrets.k8s_secret_env_ref_test

import data.secrets.k8s_secret_env_ref as rule

of(container) := {"resources": [{"key": "k", "facets": {"pod": {"containers": [{
	"path": ["spec", "containers", 0],
	"name": "web",
	"spec": container,
}]}}}]}

test_pass if {
	count(rule.deny) == 0 with input as of({})
	count(rule.deny) == 0 with input as of({"env": null, "envFrom": "junk"})
	count(rule.deny) == 0 with input as of({
		"env": [{"name": "A", "value": "b"}, {"name": "B", "valueFrom": {"configMapKeyRef": {"name": "c"}}}],
		"envFrom": [{"configMapRef": {"name": "c"}}],
	})
}

test_variable if {
	given := of({"env": [
		{"name": "A", "value": "b"},
		{"name": "B", "valueFrom": {"secretKeyRef": {"name": "db", "key": "password"}}},
	]})
	rule.deny == {{
		"resource": "k",
		"path": ["spec", "containers", 0, "env", 1, "valueFrom", "secretKeyRef"],
		"message": "container web takes values of Secret db from its environment",
	}} with input as given
}

test_import_and_names if {
	given := of({
		"env": [{"name": "B", "valueFrom": {"secretKeyRef": {"name": "db"}}}],
		"envFrom": [{"secretRef": {"name": "api"}}, {"secretRef": {}}],
	})
	some denial in rule.deny with input as given
	denial.message == "container web takes values of Secret (unnamed), api, db from its environment"
}
