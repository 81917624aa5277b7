package audit.cloudtrail_multi_region_test

import data.audit.cloudtrail_multi_region as rule

_plan(types) := {"resources": [{"key": "p", "type": "scope/plan", "complete": true, "labels": {}, "facets": {"plan_contents": {"types": types}}}]}

_trail(all_regions, covered) := {"resources": [{
	"key": "t",
	"type": "aws_cloudtrail",
	"labels": {},
	"facets": {"audit_trail": {"all_regions": all_regions, "covered_elsewhere": covered}},
}]}

test_no_trail_is_denied if {
	count(rule.deny) == 1 with input as _plan(["aws_s3_bucket"])
	count(rule.exempt) == 0 with input as _plan(["aws_s3_bucket"])
}

test_plans_with_trails_or_without_aws_are_exempt if {
	count(rule.exempt) == 1 with input as _plan(["aws_cloudtrail", "aws_s3_bucket"])
	count(rule.exempt) == 1 with input as _plan(["google_storage_bucket"])
	count(rule.deny) == 0 with input as _plan(["aws_cloudtrail"])
}

test_single_region_trail_is_denied_when_alone if {
	count(rule.deny) == 1 with input as _trail(false, false)
	count(rule.deny) == 0 with input as _trail(false, true)
	count(rule.deny) == 0 with input as _trail(true, false)
	count(rule.exempt) == 0 with input as _trail(true, false)
}
