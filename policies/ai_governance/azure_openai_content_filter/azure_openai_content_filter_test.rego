package ai_governance.azure_openai_content_filter_test

import data.ai_governance.azure_openai_content_filter as rule

_filter(name, on, blocks) := {"name": name, "filter_enabled": on, "block_enabled": blocks, "source": "Completion"}

_paths(filters) := {path |
	some denial in rule.deny with input as {"resources": [{"key": "a", "attributes": {"content_filter": filters}}]}
	path := denial.path
}

test_on if _paths([_filter("Hate", true, true), _filter("Selfharm", true, true)]) == set()

test_off if _paths([_filter("Hate", false, true)]) == {["content_filter", 0, "filter_enabled"]}

test_only_annotates if _paths([_filter("Self Harm", true, false)]) == {["content_filter", 0, "block_enabled"]}

test_extra_filter if _paths([_filter("Protected Material Code", false, false)]) == set()

test_absent_and_junk if {
	_paths([{"name": "Violence"}]) == {["content_filter", 0, "filter_enabled"]}
	_paths([{"name": 4}]) == set()
	_paths("none") == set()
}
