package access.ec2_imdsv2_test

import data.access.ec2_imdsv2 as rule

instance(tokens, enabled) := {"resources": [{"key": "aws_instance.i", "facets": {"instance_metadata": {
	"tokens": tokens, "endpoint_enabled": enabled, "path": ["metadata_options", 0, "http_tokens"],
}}}]}

test_optional_tokens_are_denied if {
	count(rule.deny) == 1 with input as instance("optional", true)
}

test_required_tokens_or_no_service_pass if {
	count(rule.deny) == 0 with input as instance("required", true)
	count(rule.deny) == 0 with input as instance("optional", false)
	count(rule.undecided) == 0 with input as instance("unset", false)
}

test_unset_is_undecided if {
	count(rule.undecided) == 1 with input as instance("unset", true)
	count(rule.deny) == 0 with input as instance("unset", true)
}
