package ai_governance.sagemaker_domain_network_test

import data.ai_governance.sagemaker_domain_network as rule

_domain(attributes) := {"resources": [{"key": "a", "attributes": attributes}]}

test_only_the_vpc_passes if {
	count(rule.deny) == 0 with input as _domain({"app_network_access_type": "VpcOnly"})
	count(rule.deny) == 1 with input as _domain({"app_network_access_type": "PublicInternetOnly"})
	count(rule.deny) == 1 with input as _domain({"app_network_access_type": true})
	count(rule.deny) == 1 with input as _domain({})
}
