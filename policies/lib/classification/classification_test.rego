package lib.classification_test

import data.lib.classification

test_one_of if {
	classification.one_of({"data-classification": "PHI"}, ["phi"])
	not classification.one_of({"data-classification": "public"}, ["phi"])
	not classification.one_of({}, ["phi"])
}
