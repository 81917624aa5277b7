package ai_governance.sagemaker_notebook_network_test

import data.ai_governance.sagemaker_notebook_network as rule

notebook(access, subnet) := {"resources": [{
	"key": "aws_sagemaker_notebook_instance.n",
	"attributes": {"direct_internet_access": access}, "facets": {"given": {"subnet_id": subnet}},
}]}

test_closed_notebook_passes if {
	count(rule.deny) == 0 with input as notebook("Disabled", true)
}

test_open_notebook_is_denied if {
	count(rule.deny) == 1 with input as notebook("Enabled", true)
	count(rule.deny) == 2 with input as notebook("Enabled", false)
}
