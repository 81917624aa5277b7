package access.gcp_sa_least_privilege_test

import data.access.gcp_sa_least_privilege as rule

granting(role, account) := {"resources": [{
	"key": "g", "type": "google_project_iam_member",
	"facets": {"iam_grants": [{"path": ["role"], "role": role, "to_service_account": account}]},
}]}

running(type, account, full) := {"resources": [{
	"key": "r", "type": type,
	"facets": {"service_identity": {"account": account, "full_scope": full, "path": ["service_account"]}},
}]}

severities(role) := {denial.severity | some denial in rule.deny with input as granting(role, true)}

test_roles_that_administer_are_denied if {
	severities("roles/owner") == {"critical"}
	severities("roles/editor") == {"high"}
	severities("roles/storage.admin") == {"high"}
	severities("roles/iam.serviceAccountTokenCreator") == {"high"}
}

test_narrow_roles_pass if {
	severities("roles/aiplatform.user") == set()
	severities("roles/storage.objectAdmin") == set()
	severities("projects/p/roles/storage.admin") == set()
}

test_grants_to_people_are_exempt if {
	count(rule.exempt) == 1 with input as granting("roles/owner", false)
	count(rule.deny) == 0 with input as granting("roles/owner", false)
	count(rule.exempt) == 0 with input as granting("roles/owner", true)
}

test_the_shared_account_is_denied if {
	count(rule.deny) == 1 with input as running("google_compute_instance", "default", true)
	count(rule.deny) == 0 with input as running("google_compute_instance", "default", false)
	count(rule.deny) == 0 with input as running("google_compute_instance", "own", true)
	count(rule.deny) == 1 with input as running("google_container_node_pool", "default", false)
	count(rule.deny) == 0 with input as running("google_container_node_pool", "own", false)
	count(rule.exempt) == 1 with input as running("google_compute_instance", "none", false)
}

pool_severities(full) := {denial.severity | some denial in rule.deny with input as running("google_container_node_pool", "default", full)}

test_narrow_scopes_bound_what_nodes_reach if {
	pool_severities(true) == {"high"}
	pool_severities(false) == {"medium"}
}

test_nodes_of_which_nothing_is_said_are_denied if {
	identity := {"path": ["node_config"]}
	count(rule.deny) == 1 with input as {"resources": [{"key": "r", "type": "google_container_node_pool", "facets": {"service_identity": identity}}]}
}
