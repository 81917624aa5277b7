package network.cluster_netpol_engine_test

import data.network.cluster_netpol_engine as rule

_cluster(engine) := {"resources": [{"key": "c", "labels": {}, "facets": {"policy_engine": {"engine": engine, "path": []}}}]}

test_enforced_passes if count(rule.deny) == 0 with input as _cluster("vpc-cni")

test_unenforced_is_denied if {
	count(rule.deny) == 1 with input as _cluster("")
	count(rule.deny) == 1 with input as _cluster(null)
}
