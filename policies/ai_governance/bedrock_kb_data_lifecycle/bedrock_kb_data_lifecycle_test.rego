package ai_governance.bedrock_kb_data_lifecycle_test

import data.ai_governance.bedrock_kb_data_lifecycle as rule

_source(attributes) := {"resources": [{"key": "a", "attributes": attributes}]}

test_deletion_passes if {
	count(rule.deny) == 0 with input as _source({"data_deletion_policy": "DELETE"})
	count(rule.undecided) == 0 with input as _source({"data_deletion_policy": "DELETE"})
	count(rule.deny) == 1 with input as _source({"data_deletion_policy": "RETAIN"})
}

test_left_out_is_open if {
	count(rule.undecided) == 1 with input as _source({})
	count(rule.undecided) == 1 with input as _source({"data_deletion_policy": null})
	count(rule.deny) == 0 with input as _source({})
}
