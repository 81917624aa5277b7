package lib.model_id_test

import data.lib.model_id

test_pinned if {
	every id in [
		"anthropic.claude-3-haiku-20240307-v1:0",
		"us.anthropic.claude-opus-4-20250514-v1:0",
		"global.anthropic.claude-sonnet-4-6",
		"arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0",
		"arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-3-haiku-20240307-v1:0",
		"claude-3-5-sonnet-20241022",
		"claude-3-haiku@20240307",
		"claude-4-opus@20250514",
		"publishers/anthropic/models/claude-opus-4@20250514",
		"claude-opus-4-6",
		"claude-sonnet-5",
		"gpt-4o-2024-08-06",
		"gpt-4-0613",
		"mistral-large-2411",
		"gemini-2.0-flash-001",
		"text-embedding-3-small",
		"openai/gpt-4o-2024-08-06",
		"registry.example.com/models/llama@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
	] {
		model_id.version(id) == "pinned"
	}
}

test_moving if {
	every id in [
		"claude-3-5-sonnet-latest",
		"claude-sonnet-4-5",
		"claude-opus-4",
		"claude-opus-4-1",
		"claude-3-opus",
		"claude-haiku-4-5@default",
		"gpt-4o",
		"chatgpt-4o-latest",
		"gpt-4-turbo",
		"o3",
		"mistral-large-latest",
		"gemini-1.5-pro",
		"llama3:latest",
	] {
		model_id.version(id) == "moving"
	}
}

test_indirect if {
	model_id.version("arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/abc123") == "indirect"
	model_id.version("arn:aws:bedrock:eu-west-1:111122223333:provisioned-model/abc123") == "indirect"
}

test_unrecognised if {
	model_id.version("house-model-7b") == "unrecognised"
	model_id.version("gemini-2.5-pro") == "unrecognised"
	model_id.version("meta-llama/Llama-3.1-8B-Instruct") == "unrecognised"
}

test_approved if {
	model_id.approved("us.anthropic.claude-opus-4-6-v1", ["anthropic.claude-opus-4-6-v1"])
	model_id.approved("us.anthropic.claude-opus-4-6-v1", ["us.anthropic.claude-*"])
	not model_id.approved("gpt-4o-2024-08-06", ["anthropic.*", "claude-*"])
	not model_id.approved("gpt-4o-2024-08-06", [])
}
