package access.cluster_auth_hardened_test

import data.access.cluster_auth_hardened as rule

cluster(attributes) := {"resources": [{"key": "c", "attributes": attributes}]}

pool := {"workload_identity_config": [{"workload_pool": "p.svc.id.goog"}]}

test_a_pool_or_autopilot_passes if {
	count(rule.deny) == 0 with input as cluster(pool)
	count(rule.deny) == 0 with input as cluster({"enable_autopilot": true})
	count(rule.deny) == 1 with input as cluster({})
	count(rule.deny) == 1 with input as cluster({"workload_identity_config": [{"workload_pool": ""}]})
}

test_a_client_certificate_is_denied if {
	auth := {"master_auth": [{"client_certificate_config": [{"issue_client_certificate": true}]}]}
	some denial in rule.deny with input as cluster(object.union(pool, auth))
	denial.path == ["master_auth"]
}
