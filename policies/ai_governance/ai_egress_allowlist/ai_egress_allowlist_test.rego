package ai_governance.ai_egress_allowlist_test

import data.ai_governance.ai_egress_allowlist as rule

workload(egress) := {"resources": [{"key": "w", "facets": {
	"pod": {"path": ["spec"], "spec": {}},
	"network_isolation": {"egress": object.union({"isolated": true, "policies": [], "uncertain": null}, egress)},
}}]}

policy(reach, dns_only) := {"key": "networking.k8s.io/NetworkPolicy/ai/p", "rules": [{
	"reach": reach, "cidrs": ["0.0.0.0/0"], "ports": "port 443/TCP", "dns_only": dns_only,
}]}

test_everywhere_is_denied if {
	some denial in rule.deny with input as workload({"policies": [policy("anyone", false)]})
	denial.path == ["metadata", "labels"]
	denial.message == "networking.k8s.io/NetworkPolicy/ai/p lets its pods reach every address on port 443/TCP"
	count(rule.deny) == 1 with input as workload({"policies": [policy("internet", false)]})
}

test_no_policy_is_denied if {
	some denial in rule.deny with input as workload({"isolated": false})
	denial.message == "no network policy restricts the egress of its pods"
}

test_lists_and_dns_pass if {
	count(rule.deny) == 0 with input as workload({"policies": [policy("listed", false), policy("anyone", true)]})
	count(rule.undecided) == 0 with input as workload({"policies": [policy("listed", false)]})
}

test_unclear_further_policies_are_undecided if {
	given := workload({"policies": [policy("listed", false)], "uncertain": "namespace not stated"})
	count(rule.deny) == 0 with input as given
	count(rule.undecided) == 1 with input as given
}

test_another_engine_may_still_restrict if {
	given := workload({"policies": [policy("anyone", false)], "other_engine": true, "uncertain": "cilium"})
	count(rule.deny) == 0 with input as given
	count(rule.undecided) == 1 with input as given
}

test_host_network_is_denied if {
	given := workload({})
	host := object.union(given.resources[0], {"facets": {"pod": {"spec": {"hostNetwork": true}}}})
	some denial in rule.deny with input as {"resources": [host]}
	denial.path == ["spec", "hostNetwork"]
	count(rule.deny) == 0 with input as given
}
