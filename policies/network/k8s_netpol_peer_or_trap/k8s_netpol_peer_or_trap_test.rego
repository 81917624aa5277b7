package network.k8s_netpol_peer_or_trap_test

import data.network.k8s_netpol_peer_or_trap as rule

of(traps) := {"resources": [{"key": "k", "facets": {"network_peers": {"either_or": traps}}}]}

test_pass if {
	count(rule.deny) == 0 with input as of([])
	count(rule.deny) == 0 with input as of(null)
}

test_fail if {
	some denial in rule.deny with input as of([{"path": ["spec", "ingress", 0, "from"], "direction": "ingress"}])
	denial.path == ["spec", "ingress", 0, "from"]
	denial.message == "one ingress rule names all pods of some namespaces or pods of this one, where either is enough"
}
