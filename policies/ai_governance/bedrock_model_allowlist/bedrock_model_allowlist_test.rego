package ai_governance.bedrock_model_allowlist_test

import data.ai_governance.bedrock_model_allowlist as rule

policy(statement) := {"resources": [{"key": "aws_iam_policy.p", "facets": {"policy_documents": [{
	"kind": "identity", "path": ["policy"],
	"statements": [object.union(
		{
			"path": ["policy"],
			"conditions": [],
		},
		statement,
	)],
}]}}]}

attachment(name) := {"resources": [{
	"key": "aws_iam_role_policy_attachment.a",
	"facets": {"attached_policies": [{"path": ["policy_arn"], "arn": $"arn:aws:iam::aws:policy/{name}"}]},
}]}

claude := "arn:aws:bedrock:eu-central-1::foundation-model/anthropic.claude-sonnet-4-20250514-v1:0"

denials(document, models) := result if {
	result := rule.deny with input as document with data.parameters.approved_models as models
}

test_any_model_is_denied if {
	count(denials(policy({"models": ["*"]}), [])) == 1
	count(denials(policy({"models": ["arn:aws:bedrock:*::foundation-model/*"]}), [])) == 1
	count(denials(policy({"models": ["arn:aws:bedrock:*"]}), [])) == 1
}

test_named_models_are_held_against_the_list if {
	count(denials(policy({"models": [claude]}), [])) == 0
	count(denials(policy({"models": [claude]}), ["anthropic.claude-*"])) == 0
	count(denials(policy({"models": [claude]}), ["amazon.titan-*"])) == 1
}

test_full_access_is_denied if {
	count(denials(attachment("AmazonBedrockFullAccess"), [])) == 1
}

test_policies_without_invocation_are_exempt if {
	count(rule.exempt) == 1 with input as policy({"models": []})
	count(rule.exempt) == 0 with input as policy({"models": [claude]})
	count(rule.exempt) == 0 with input as policy({})
	count(rule.exempt) == 1 with input as attachment("ReadOnlyAccess")
	count(rule.exempt) == 0 with input as attachment("AmazonBedrockReadOnly")
	count(rule.exempt) == 0 with input as {"resources": [{"key": "a", "type": "aws_iam_role_policy_attachment", "facets": {}}]}
}
