package ai_governance.sagemaker_job_traffic_encrypted_test

import data.ai_governance.sagemaker_job_traffic_encrypted as rule

_job(encryption, machines) := {"resources": [{"key": "a", "attributes": {
	"network_config": [{"enable_inter_container_traffic_encryption": encryption}],
	"job_resources": [{"cluster_config": [{"instance_count": machines}]}],
}}]}

test_encrypted_traffic_passes if {
	count(rule.deny) == 0 with input as _job(true, 3)
	count(rule.deny) == 1 with input as _job(false, 3)
	count(rule.deny) == 1 with input as _job("yes", 3)
	count(rule.deny) == 1 with input as {"resources": [{"key": "a", "attributes": {}}]}
}

test_one_machine_is_exempt if {
	count(rule.exempt) == 1 with input as _job(false, 1)
	count(rule.exempt) == 0 with input as _job(false, 2)
	count(rule.exempt) == 0 with input as _job(false, null)
}
