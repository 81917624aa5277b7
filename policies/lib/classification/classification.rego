# METADATA
# title: Data classification
# description: Readings of the tag data-classification.
package lib.classification

import data.lib.tags

# The tag names one of these classes.
one_of(labels, classes) if {
	some value in tags.values(labels, "dataclassification")
	value in classes
}
