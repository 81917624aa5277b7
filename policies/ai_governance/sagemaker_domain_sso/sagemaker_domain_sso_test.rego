package ai_governance.sagemaker_domain_sso_test

import data.ai_governance.sagemaker_domain_sso as rule

_domain(attributes) := {"resources": [{"key": "a", "attributes": attributes}]}

test_only_single_sign_on_passes if {
	count(rule.deny) == 0 with input as _domain({"auth_mode": "SSO"})
	count(rule.deny) == 1 with input as _domain({"auth_mode": "IAM"})
	count(rule.deny) == 1 with input as _domain({})
}
