package privacy.log_group_masking_test

import data.privacy.log_group_masking as rule

_group(name, masked, invocations) := {"resources": [{"key": "a", "facets": {
	"log_masking": {"masked": masked},
	"log_retention": {"name": name, "invocation_log": invocations},
}}]}

_exempt := result if {
	result := count(rule.exempt) with data.parameters.sensitive_log_prefixes as ["/aws/bedrock"]
}

test_unmasked_is_denied if {
	count(rule.deny) == 1 with input as _group("/aws/bedrock/a", false, false)
	count(rule.deny) == 1 with input as _group("/aws/bedrock/a", "x", false)
}

test_masked_passes if count(rule.deny) == 0 with input as _group("/aws/bedrock/a", true, false)

test_others_are_exempt if {
	_exempt == 1 with input as _group("/app", false, false)
	_exempt == 0 with input as _group("/app", false, true)
	_exempt == 0 with input as _group("/aws/bedrock/a", false, false)
}
