package encryption_at_rest.k8s_etcd_encryption_config_test

import data.encryption_at_rest.k8s_etcd_encryption_config as rule

server(flags) := {"resources": [{"key": "k", "facets": {"api_server": {"kind": "server", "path": ["spec", "containers", 0], "flags": flags}}}]}

configuration(name) := {"resources": [{"key": "k", "facets": {"api_server": {
	"kind": "encryption",
	"secrets_provider": {"path": ["resources", 0, "resources"], "name": name},
}}}]}

test_pass if {
	every name in ["kms", "aescbc", "secretbox"] {
		count(rule.deny) == 0 with input as configuration(name)
		count(rule.undecided) == 0 with input as configuration(name)
	}
}

test_fail if {
	some denial in rule.deny with input as configuration("identity")
	denial.message == "Secrets are written by provider identity, which does not encrypt"
	denial.path == ["resources", 0, "resources"]
	some other in rule.deny with input as configuration("none")
	other.message == "no entry encrypts Secrets"
	count(rule.deny) == 1 with input as server({})
}

test_undecided if {
	count(rule.undecided) == 1 with input as configuration("aesgcm")
	count(rule.undecided) == 1 with input as server({"encryption-provider-config": "/etc/encryption.yaml"})
	count(rule.deny) == 0 with input as server({"encryption-provider-config": "/etc/encryption.yaml"})
}

test_audit_policy_is_exempt if {
	count(rule.exempt) == 1 with input as {"resources": [{"key": "k", "facets": {"api_server": {"kind": "audit-policy"}}}]}
	count(rule.exempt) == 0 with input as server({})
}
