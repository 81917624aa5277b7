package access.iam_no_direct_user_access_test

import data.access.iam_no_direct_user_access as rule

_resource(type, more) := {"resources": [object.union({"key": "a", "type": type, "attributes": {}}, more)]}

_denied(type, more) := count(denials) if {
	denials := rule.deny with input as _resource(type, more)
}

_exempt(type, more) := count(reasons) if {
	reasons := rule.exempt with input as _resource(type, more)
}

test_direct_grants_are_denied if {
	_denied("aws_iam_user_policy", {}) == 1
	_denied("aws_iam_user_policy_attachment", {}) == 1
	_denied("aws_iam_user_login_profile", {}) == 1
	_denied("aws_iam_policy_attachment", {"attributes": {"users": ["a"]}}) == 1
}

test_a_user_without_passes if {
	_denied("aws_iam_user", {"facets": {"direct_grants": {"count": 0}}}) == 0
	_exempt("aws_iam_user", {"facets": {"direct_grants": {"count": 0}}}) == 0
}

test_a_user_with_is_judged_by_what_it_is_given if {
	_exempt("aws_iam_user", {"facets": {"direct_grants": {"count": 2}}}) == 1
}

test_attachments_to_roles_are_exempt if {
	_exempt("aws_iam_policy_attachment", {"attributes": {"users": []}}) == 1
	_exempt("aws_iam_policy_attachment", {"attributes": {"users": null}}) == 1
	_exempt("aws_iam_policy_attachment", {}) == 0
	_exempt("aws_iam_policy_attachment", {"attributes": {"users": ["a"]}}) == 0
}
