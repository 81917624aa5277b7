package ai_governance.agentcore_network_test

import data.ai_governance.agentcore_network as rule

_runtime(network) := {"resources": [{"key": "a", "attributes": {"network_configuration": network}}]}

test_private_networks_pass if {
	count(rule.deny) == 0 with input as _runtime([{"network_mode": "VPC"}])
	count(rule.deny) == 0 with input as _runtime([{"network_mode": "SANDBOX"}])
	count(rule.deny) == 1 with input as _runtime([{"network_mode": "PUBLIC"}])
	count(rule.deny) == 1 with input as _runtime([{}])
	count(rule.deny) == 1 with input as _runtime([])
	count(rule.deny) == 0 with input as _runtime({"network_mode": "VPC"})
	count(rule.deny) == 1 with input as _runtime({"network_mode": "PUBLIC"})
	count(rule.deny) == 1 with input as _runtime({})
	count(rule.deny) == 1 with input as {"resources": [{"key": "a", "attributes": {}}]}
}
