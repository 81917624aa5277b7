package retention.personal_data_max_retention_test

import data.retention.personal_data_max_retention as rule

_store(days, versions, partly) := {"resources": [{"key": "s", "labels": {"data-classification": "personal"}, "facets": {"data_expiry": {
	"days": days,
	"versions": versions,
	"partly": partly,
	"path": ["p"],
}}}]}

_messages := result if {
	result := {denial.message | some denial in rule.deny} with data.parameters as {"personal_classes": ["personal"], "personal_max_days": 365}
}

test_short_periods_pass if {
	_messages == set() with input as _store(365, null, false)
	_messages == set() with input as _store(300, {"days": 30}, false)
}

test_long_and_endless_periods_are_denied if {
	_messages == {"personal data is deleted after 400 days, later than the declared 365"} with input as _store(400, null, false)
	_messages == {"nothing deletes personal data by itself"} with input as _store(null, null, false)
	_messages == {"replaced versions of personal data are not deleted in time"} with input as _store(300, {"days": null}, false)
	_messages == {"replaced versions of personal data are not deleted in time"} with input as _store(300, {"days": 700}, false)
}

test_mechanisms_without_a_number_are_undecided if {
	_messages == set() with input as _store(null, null, true)
	count(rule.undecided) == 1 with input as _store(null, null, true)
	count(rule.undecided) == 0 with input as _store(300, null, true)
}

test_other_data_is_exempt if {
	count(rule.exempt) == 1 with input as _store(null, null, false) with data.parameters.personal_classes as ["phi"]
	count(rule.exempt) == 0 with input as _store(null, null, false) with data.parameters.personal_classes as ["personal"]
}
