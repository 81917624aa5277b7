package encryption_in_transit.k8s_mesh_mtls_strict_test

import data.encryption_in_transit.k8s_mesh_mtls_strict as rule

of(plain, stated) := {"resources": [{"key": "k", "facets": {"mesh_tls": {"plain": plain, "stated": stated}}}]}

test_pass if {
	count(rule.deny) == 0 with input as of([], true)
	count(rule.exempt) == 0 with input as of([], true)
}

test_fail if {
	some denial in rule.deny with input as of([{"path": ["spec", "mtls", "mode"], "what": "mode PERMISSIVE"}], true)
	denial.message == "plain text is spoken in the mesh: mode PERMISSIVE"
	denial.path == ["spec", "mtls", "mode"]
}

test_silent_rules_are_exempt if {
	count(rule.exempt) == 1 with input as of([], false)
}
