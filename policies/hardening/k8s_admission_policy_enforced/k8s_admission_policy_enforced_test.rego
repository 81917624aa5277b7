package hardening.k8s_admission_policy_enforced_test

import data.hardening.k8s_admission_policy_enforced

test_pass if {
	_denied({"bound": true, "actions": ["Deny"]}) == set()
	_denied({"bound": true, "actions": ["Audit", "Deny"]}) == set()
}

test_fail if {
	_denied({"bound": true, "actions": ["Audit", "Warn"]}) == {"its bindings only audit and warn"}
	_denied({"bound": true, "actions": []}) == {"its bindings name no action"}
	_denied({"bound": false, "actions": []}) == {"nothing binds it"}
}

_denied(policy) := {denial.message |
	some denial in k8s_admission_policy_enforced.deny with input as {"resources": [{"key": "k", "facets": {"admission_policy": policy}}]}
}
