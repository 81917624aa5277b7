package lib.plan_test

import data.lib.plan

_plan(types) := {"type": "scope/plan", "facets": {"plan_contents": {"types": types}}}

test_lacks if {
	plan.lacks(_plan(["aws_vpc"]), "aws_cloudtrail")
	not plan.lacks(_plan(["aws_cloudtrail"]), "aws_cloudtrail")
	not plan.lacks(_plan(["google_project"]), "aws_cloudtrail")
	not plan.lacks(_plan([]), "aws_cloudtrail")
	not plan.lacks({"type": "aws_vpc"}, "aws_cloudtrail")
}
