# METADATA
# title: Plans
# description: Questions about a whole plan, or a whole region or account that is live.
package lib.plan

# A plan as a whole, or a region or account that is live.
is_whole(resource) if resource.type in {"scope/plan", "scope/aws"}

# A plan with AWS resources, and none of this type among them.
lacks(resource, type) if {
	is_whole(resource)
	some present in resource.facets.plan_contents.types
	startswith(present, "aws_")
	not type in resource.facets.plan_contents.types
}
