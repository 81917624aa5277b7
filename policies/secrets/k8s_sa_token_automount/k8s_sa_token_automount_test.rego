package secrets.k8s_sa_token_automount_test

import data.secrets.k8s_sa_token_automount

test_pass if {
	count(k8s_sa_token_automount.deny) == 0 with input as _with({"name": "web", "automount": false, "path": ["spec"]})
}

test_fail if {
	k8s_sa_token_automount.deny == {{
		"resource": "k",
		"path": ["spec"],
		"message": "the token of ServiceAccount web is mounted",
	}} with input as _with({"name": "web", "automount": true, "path": ["spec"]})
}

test_listed_workloads_are_exempt if {
	count(k8s_sa_token_automount.exempt) == 1 with input as _with({}) with data.parameters as {"needs_k8s_api": ["shop/*"]}
	count(k8s_sa_token_automount.exempt) == 0 with input as _with({}) with data.parameters as {"needs_k8s_api": ["shop/api"]}
}

_with(account) := {"resources": [{"key": "k", "scope": "shop", "name": "web", "facets": {"service_account": account}}]}
