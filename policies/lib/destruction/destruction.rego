# METADATA
# title: What a plan destroys
# description: Questions about the facet that tells what goes when a plan deletes or replaces a resource.
package lib.destruction

# Something that stays, or comes with the same plan, does the same.
made_up_for(facet) if is_string(facet.successor)

# Nobody is left without it, or the loss is found elsewhere.
reason(facet) := "it was switched off, so nothing is lost" if facet.active == false

reason(facet) := "what it served goes in the same plan" if {
	not facet.active == false
	facet.served_goes == true
}

reason(facet) := $"the loss is judged on {facet.judged_on[0]}" if {
	not facet.active == false
	not facet.served_goes == true
	count(facet.judged_on) > 0
}

verb("delete") := "destroys"

verb("replace") := "replaces"
