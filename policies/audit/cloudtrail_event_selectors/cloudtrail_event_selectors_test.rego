package audit.cloudtrail_event_selectors_test

import data.audit.cloudtrail_event_selectors as rule

_trail(attributes) := {"resources": [{"key": "a", "labels": {}, "attributes": attributes}]}

_basic(selector) := _trail({"event_selector": [selector]})

_advanced(fields) := _trail({"event_selector": [], "advanced_event_selector": [{"field_selector": fields}]})

_category := {"field": "eventCategory", "equals": ["Management"]}

test_no_selector_passes if {
	count(rule.deny) == 0 with input as _trail({})
	count(rule.deny) == 0 with input as _trail({"event_selector": [], "advanced_event_selector": []})
}

test_basic_selectors if {
	count(rule.deny) == 0 with input as _basic({"include_management_events": true, "read_write_type": "All"})
	count(rule.deny) == 0 with input as _basic({})
	count(rule.deny) == 1 with input as _basic({"include_management_events": false})
	count(rule.deny) == 1 with input as _basic({"read_write_type": "WriteOnly"})
	count(rule.deny) == 1 with input as _basic({"exclude_management_event_sources": ["kms.amazonaws.com"]})
	count(rule.deny) == 0 with input as _basic({"exclude_management_event_sources": ["rdsdata.amazonaws.com"]})
}

test_advanced_selectors if {
	count(rule.deny) == 0 with input as _advanced([_category])
	count(rule.deny) == 1 with input as _advanced([{"field": "eventCategory", "equals": ["Data"]}])
	count(rule.deny) == 1 with input as _advanced([_category, {"field": "readOnly", "equals": ["false"]}])
	count(rule.deny) == 1 with input as _advanced([_category, {"field": "eventSource", "not_equals": ["kms.amazonaws.com"]}])
}
