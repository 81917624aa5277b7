package ai_governance.bedrock_agent_role_scoped_test

import data.ai_governance.bedrock_agent_role_scoped as rule

_role(part) := {"resources": [{"key": "a", "facets": {"service_role": object.union(
	{
		"path": ["p"],
		"role": "aws_iam_role.r",
		"guarded": true,
		"outsiders": [],
		"broad": [],
		"shared_with": [],
	},
	part,
)}}]}

_grades(document) := result if {
	result := {object.get(denial, "severity", "high") | some denial in rule.deny} with input as document
}

test_a_narrow_role_passes if count(rule.deny) == 0 with input as _role({})

test_each_defect_has_its_grade if {
	_grades(_role({"broad": ["s3:*"]})) == {"high"}
	_grades(_role({"outsiders": ["*"]})) == {"medium"}
	_grades(_role({"guarded": false})) == {"medium"}
	_grades(_role({"guarded": null})) == {"medium"}
	_grades(_role({"shared_with": ["aws_bedrockagent_agent.b"]})) == {"low"}
}
