package lib.destruction_test

import data.lib.destruction

_facet := {"active": true, "served_goes": false, "successor": null, "judged_on": []}

test_made_up_for if {
	destruction.made_up_for(object.union(_facet, {"successor": "aws_cloudtrail.other"}))
	not destruction.made_up_for(_facet)
	not destruction.made_up_for({})
}

test_reason if {
	not destruction.reason(_facet)
	not destruction.reason({})
	destruction.reason(object.union(_facet, {"active": false, "served_goes": true})) == "it was switched off, so nothing is lost"
	destruction.reason(object.union(_facet, {"served_goes": true})) == "what it served goes in the same plan"
	destruction.reason(object.union(_facet, {"judged_on": ["aws_vpc.main"]})) == "the loss is judged on aws_vpc.main"
}

test_verb if {
	destruction.verb("delete") == "destroys"
	destruction.verb("replace") == "replaces"
}
