package ai_governance.ai_workload_documentation_refs_test

import data.ai_governance.ai_workload_documentation_refs as rule

_workload(tags) := {"resources": [{"key": "a", "facets": {"ai_workload": {"tags": tags}}}]}

_denied(tags) := result if {
	result := count(rule.deny) with input as _workload(tags) with data.parameters.ai_document_refs as ["ai.model-card", "ai.impact-assessment"]
}

test_references_pass if {
	_denied({"ai.model-card": "docs/card.md", "ai.impact-assessment": "(set)"}) == 0
}

test_missing_and_empty_ones_fail if {
	_denied({}) == 1
	_denied({"ai.model-card": "docs/card.md"}) == 1
	_denied({"ai.model-card": "docs/card.md", "ai.impact-assessment": "TODO"}) == 1
}
