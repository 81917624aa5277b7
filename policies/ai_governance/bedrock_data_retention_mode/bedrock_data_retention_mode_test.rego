package ai_governance.bedrock_data_retention_mode_test

import data.ai_governance.bedrock_data_retention_mode as rule

_account(attributes) := {"resources": [{"key": "a", "attributes": attributes}]}

_denied(document) := result if {
	result := count(rule.deny) with input as document with data.parameters.bedrock_retention_modes as ["none", "default"]
}

test_allowed_modes_pass if {
	_denied(_account({"mode": "none"})) == 0
	_denied(_account({"mode": "aws_review"})) == 1
	_denied(_account({"mode": null})) == 1
	_denied(_account({})) == 1
}
