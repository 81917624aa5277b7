# METADATA
# title: Model ids
# description: What the id of an AI model says about its version, whichever way a provider spells it.
package lib.model_id

# `pinned`: names one version for good; `moving`: an alias that its provider points elsewhere; `indirect`: another
# resource says which model it is; `unrecognised`: no known pattern.
# Rules of naming: https://docs.anthropic.com/en/docs/about-claude/models/overview,
# https://docs.aws.amazon.com/bedrock/latest/userguide/models-supported.html,
# https://platform.openai.com/docs/models, https://ai.google.dev/gemini-api/docs/models.
version(id) := "indirect" if {
	_indirect(lower(id))
} else := "moving" if {
	_says_latest(plain(id))
} else := "pinned" if {
	_pinned(id)
} else := "moving" if {
	_alias(plain(id))
} else := "unrecognised"

# Whether an id is on a list of approved ones. An entry may be the id as written or without region and path; `*` stands for any text.
approved(id, list) if {
	some entry in list
	some form in {lower(id), plain(id)}
	glob.match(lower(entry), ["/"], form)
}

# The id without ARN, path and the region of a Bedrock inference profile:
# `us.anthropic.claude-3-haiku-20240307-v1:0` → `anthropic.claude-3-haiku-20240307-v1:0`.
plain(id) := match[0][1] if {
	parts := split(lower(id), "/")
	last := parts[count(parts) - 1]
	match := regex.find_all_string_submatch_n(`^(?:(?:us|eu|apac|jp|au|ca|us-gov|global)\.)?(.*)$`, last, 1)
}

# ARNs of profiles, deployments and imports of one's own name no model.
_indirect(id) if regex.match(`^arn:[^/]*:(application-inference-profile|provisioned-model|custom-model-deployment|prompt-router)/`, id)

_says_latest(id) if regex.match(`[-@:]latest$|@default$`, id)

_pinned(id) if _bedrock(plain(id))

_pinned(id) if _dated(plain(id))

_pinned(id) if _numbered_claude(plain(id))

# Versions that OpenAI, Mistral and Google write with a short number at the end.
_pinned(id) if regex.match(`^(gpt-[0-9][a-z0-9.-]*-[0-9]{4}|gpt-[0-9.]+-[0-9]{4}|(mistral|ministral|codestral|pixtral|magistral|devstral)-[a-z0-9-]*[0-9]{4}|gemini-[0-9.]+-[a-z-]+-[0-9]{3}|text-embedding-(ada-002|3-small|3-large))$`, plain(id))

# Foundation models of Bedrock are never renamed under the same id.
_bedrock(id) if regex.match(`^(ai21|amazon|anthropic|cohere|deepseek|google|luma|meta|minimax|mistral|moonshot|moonshotai|nvidia|openai|qwen|stability|twelvelabs|writer|zai)\.[a-z0-9][a-z0-9.:-]*$`, id)

_dated(id) if regex.match(`[-@](19|20)[0-9]{2}-?(0[1-9]|1[0-2])-?(0[1-9]|[12][0-9]|3[01])(-v[0-9]+)?(:[0-9]+)?$`, id)

# A digest or a commit.
_dated(id) if regex.match(`@(sha256:)?[0-9a-f]{12,64}$`, id)

# From Claude 4.6 on an id without a date names one version.
_numbered_claude(id) if {
	[_, major, minor] := _claude_version(id)
	[major, minor] >= [4, 6]
}

_claude_version(id) := [match[0][1], to_number(match[0][2]), to_number(trim_prefix(_minor(match[0][3]), "-"))] if {
	match := regex.find_all_string_submatch_n(`^claude-([a-z]+)-([0-9]{1,2})(-[0-9]{1,2})?(-v[0-9]+)?(:[0-9]+)?$`, id, 1)
}

_minor("") := "0"

_minor(text) := text if text != ""

_alias(id) if regex.match(`^(claude|gpt|chatgpt|o[0-9]|mistral|ministral|codestral|gemini-1|gemini-pro)([-.0-9]|$)`, id)
