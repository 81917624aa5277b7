package secrets.static_cloud_key_created_test

import data.secrets.static_cloud_key_created as rule

credential(type, attributes) := {"resources": [{"key": $"{type}.k", "type": type, "attributes": attributes}]}

test_access_keys_are_denied if {
	some denial in rule.deny with input as credential("aws_iam_access_key", {"status": "Active"})
	denial.severity == "high"
	some inactive in rule.deny with input as credential("aws_iam_access_key", {"status": "Inactive"})
	inactive.severity == "low"
}

test_bedrock_keys_are_denied_and_others_pass if {
	count(rule.deny) == 1 with input as credential("aws_iam_service_specific_credential", {"service_name": "bedrock.amazonaws.com"})
	count(rule.deny) == 0 with input as credential("aws_iam_service_specific_credential", {"service_name": "codecommit.amazonaws.com"})
}
