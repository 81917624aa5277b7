package ai_governance.sagemaker_notebook_root_test

import data.ai_governance.sagemaker_notebook_root as rule

notebook(access) := {"resources": [{"key": "aws_sagemaker_notebook_instance.n", "attributes": {"root_access": access}}]}

test_root_is_denied if {
	count(rule.deny) == 1 with input as notebook("Enabled")
}

test_no_root_passes if {
	count(rule.deny) == 0 with input as notebook("Disabled")
}
