package privacy.replication_residency_test

import data.privacy.replication_residency as rule

_copies(regions) := {"resources": [{"key": "a", "facets": {"copy_destinations": [{"region": region, "path": ["p"]} | some region in regions]}}]}

_messages := result if {
	result := {denial.message | some denial in rule.deny} with data.parameters.allowed_regions as ["eu-west-1"]
}

test_outside_is_denied if _messages == {"copies go to us-east-1, which is not an allowed region"} with input as _copies(["eu-west-1", "us-east-1"])

test_inside_passes if _messages == set() with input as _copies(["eu-west-1"])

test_no_copies_are_exempt if {
	count(rule.exempt) == 1 with input as _copies([])
	count(rule.exempt) == 0 with input as _copies(["eu-west-1"])
}
