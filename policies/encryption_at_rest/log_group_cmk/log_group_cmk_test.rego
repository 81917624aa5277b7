package encryption_at_rest.log_group_cmk_test

import data.encryption_at_rest.log_group_cmk as rule

_resource(state, name) := {
	"key": "a",
	"labels": {},
	"facets": {
		"encryption_at_rest": {"encryption": state, "path": ["kms_key_id"]},
		"log_retention": {"name": name},
	},
}

_severities(state, name) := result if {
	result := {denial.severity | some denial in rule.deny} with input as {"resources": [_resource(state, name)]}
		with data.parameters.sensitive_log_prefixes as ["/aws/bedrock"]
}

test_service_key_is_low if _severities("provider-managed", "/app") == {"low"}

test_prompts_are_medium if _severities("provider-managed", "/aws/bedrock/calls") == {"medium"}

test_customer_key_passes if _severities("customer-managed", "/app") == set()
