package ai_governance.ai_agent_sandbox_test

import data.ai_governance.ai_agent_sandbox as rule

_pod(labels, spec) := {"resources": [{"key": "a", "facets": {"pod": {"path": ["spec"], "labels": labels, "spec": spec}}}]}

_parameters := {"sandbox_runtime_classes": ["gvisor", "kata*"], "ai_agent_labels": ["role=agent"]}

test_sandboxes_pass if {
	count(rule.deny) == 0 with input as _pod({}, {"runtimeClassName": "gvisor"}) with data.parameters as _parameters
	count(rule.deny) == 0 with input as _pod({}, {"runtimeClassName": "kata-qemu"}) with data.parameters as _parameters
	count(rule.deny) == 1 with input as _pod({}, {"runtimeClassName": "nvidia"}) with data.parameters as _parameters
	count(rule.deny) == 1 with input as _pod({}, {"runtimeClassName": null}) with data.parameters as _parameters
	count(rule.deny) == 1 with input as _pod({}, {}) with data.parameters as _parameters
}

test_only_agents_are_judged if {
	count(rule.exempt) == 1 with input as _pod({"role": "web"}, {}) with data.parameters as _parameters
	count(rule.exempt) == 0 with input as _pod({"role": "agent"}, {}) with data.parameters as _parameters
}
