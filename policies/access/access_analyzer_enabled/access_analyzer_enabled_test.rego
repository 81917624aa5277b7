package access.access_analyzer_enabled_test

import data.access.access_analyzer_enabled as rule

_plan(external, types) := {"resources": [{
	"key": "p", "type": "scope/plan",
	"facets": {"access_analyzers": {"external": external}, "plan_contents": {"types": types}},
}]}

test_none_is_denied if {
	count(rule.deny) == 1 with input as _plan(0, ["aws_s3_bucket"])
	count(rule.exempt) == 0 with input as _plan(0, ["aws_s3_bucket"])
}

test_one_passes if {
	count(rule.deny) == 0 with input as _plan(1, ["aws_accessanalyzer_analyzer"])
}

test_other_clouds_are_exempt if {
	count(rule.exempt) == 1 with input as _plan(0, ["google_storage_bucket"])
}
