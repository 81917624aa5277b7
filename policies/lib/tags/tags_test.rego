package lib.tags_test

import data.lib.tags

test_values if {
	tags.values({"Data_Classification": "PHI", "other": "x"}, "dataclassification") == {"phi"}
	tags.values({"data-classification": "phi", "DataClassification": "public"}, "dataclassification") == {"phi", "public"}
	tags.values({}, "purpose") == set()
}
