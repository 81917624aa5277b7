package privacy.region_allowlist_test

import data.privacy.region_allowlist as rule

store(region) := {"resources": [{"key": "aws_s3_bucket.b", "facets": {"data_location": [{"region": region, "path": ["region"]}]}}]}

test_other_regions_are_denied if {
	some denial in rule.deny with input as store("us-east-1") with data.parameters.allowed_regions as ["eu-central-1"]
	denial.message == "data is kept in us-east-1, which is not an allowed region"
}

test_allowed_regions_pass if {
	count(rule.deny) == 0 with input as store("eu-central-1") with data.parameters.allowed_regions as ["eu-central-1"]
}
