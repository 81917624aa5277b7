package access.gcp_iam_no_public_members_test

import data.access.gcp_iam_no_public_members as rule

granting(grants, labels) := {"resources": [{"key": "g", "facets": {"public_grants": {"grants": grants, "labels": labels}}}]}

everyone := [{"path": ["member"], "grantee": "everyone", "permission": "roles/run.invoker"}]

test_a_grant_to_everyone_is_denied if {
	some denial in rule.deny with input as granting(everyone, {}) with data.parameters.public_labels as []
	denial.message == "roles/run.invoker is granted to everyone"
}

test_a_named_member_passes if {
	count(rule.deny) == 0 with input as granting([], {})
	count(rule.deny) == 0 with input as {"resources": [{"key": "g", "facets": {}}]}
}

test_what_is_labelled_as_public_is_exempt if {
	wanted := ["exposure=public"]
	count(rule.exempt) == 1 with input as granting(everyone, {"exposure": "public"}) with data.parameters.public_labels as wanted
	count(rule.exempt) == 0 with input as granting(everyone, {"exposure": "internal"}) with data.parameters.public_labels as wanted
	count(rule.exempt) == 0 with input as granting(everyone, {}) with data.parameters.public_labels as wanted
}
