# METADATA
# title: Plans
# description: Questions about a whole plan.
package lib.plan

is_plan(resource) if resource.type == "scope/plan"

# A plan with AWS resources, and none of this type among them.
lacks(resource, type) if {
	is_plan(resource)
	some present in resource.facets.plan_contents.types
	startswith(present, "aws_")
	not type in resource.facets.plan_contents.types
}
