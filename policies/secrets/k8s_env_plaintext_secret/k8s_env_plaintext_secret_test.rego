package secrets.k8s_env_plaintext_secret_test

import data.secrets.k8s_env_plaintext_secret

test_pass if {
	count(k8s_env_plaintext_secret.deny) == 0 with input as _with([])
}

test_fail if {
	some denial in k8s_env_plaintext_secret.deny with input as _with([{
		"path": ["p", 0],
		"name": "DB_PASSWORD",
		"detector": "secret-name",
		"fingerprint": "0123456789ab",
	}])
	denial.path == ["p", 0]
	contains(denial.message, "DB_PASSWORD")
	contains(denial.message, "fingerprint 0123456789ab")
}

_with(secrets) := {"resources": [{"key": "k", "facets": {"plaintext_secrets": {"env": secrets}}}]}
