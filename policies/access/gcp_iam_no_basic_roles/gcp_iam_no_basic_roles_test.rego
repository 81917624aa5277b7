package access.gcp_iam_no_basic_roles_test

import data.access.gcp_iam_no_basic_roles as rule

granting(role) := {"resources": [{"key": "g", "facets": {"iam_grants": [{"path": ["role"], "role": role}]}}]}

none := []

test_basic_roles_are_denied_by_what_they_open if {
	some owner in rule.deny with input as granting("roles/owner")
	owner.severity == "critical"
	some editor in rule.deny with input as granting("roles/editor")
	editor.severity == "high"
	editor.message == "the basic role roles/editor is granted"
	some viewer in rule.deny with input as granting("roles/viewer")
	viewer.severity == "medium"
}

test_other_roles_pass if {
	count(rule.deny) == 0 with input as granting("roles/aiplatform.user")
	count(rule.deny) == 0 with input as granting("projects/p/roles/owner")
	count(rule.deny) == 0 with input as {"resources": [{"key": "g", "facets": {"iam_grants": []}}]}
}

test_break_glass_is_exempt if {
	count(rule.exempt) == 1 with input as granting("roles/owner") with data.parameters.break_glass_addresses as ["g"]
	count(rule.exempt) == 0 with input as granting("roles/owner") with data.parameters.break_glass_addresses as none
}
