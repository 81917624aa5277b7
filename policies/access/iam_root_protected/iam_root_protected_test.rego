package access.iam_root_protected_test

import data.access.iam_root_protected as rule

_summary(attributes) := {"resources": [{"key": "s", "type": "aws_iam_account_summary", "labels": {}, "attributes": attributes}]}

test_protected if {
	count(rule.deny) == 0 with input as _summary({"account_mfa_enabled": 1, "account_access_keys_present": 0, "account_password_present": 1})
	count(rule.deny) == 0 with input as _summary({"account_mfa_enabled": 0, "account_access_keys_present": 0, "account_password_present": 0})
}

test_open if {
	count(rule.deny) == 1 with input as _summary({"account_mfa_enabled": 0, "account_access_keys_present": 0, "account_password_present": 1})
	count(rule.deny) == 1 with input as _summary({"account_mfa_enabled": 1, "account_access_keys_present": 1})
	count(rule.deny) == 2 with input as _summary({})
}
