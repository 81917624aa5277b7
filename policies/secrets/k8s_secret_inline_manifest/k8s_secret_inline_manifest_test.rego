package secrets.k8s_secret_inline_manifest_test

import data.secrets.k8s_secret_inline_manifest

test_pass if {
	count(k8s_secret_inline_manifest.deny) == 0 with input as _with([])
}

test_fail if {
	k8s_secret_inline_manifest.deny == {{
		"resource": "k",
		"path": ["data"],
		"message": "the manifest holds readable values of password, user",
	}} with input as _with([{"path": ["data"], "keys": ["password", "user"]}])
}

_with(plain) := {"resources": [{"key": "k", "facets": {"secret_data": {"plain": plain}}}]}
