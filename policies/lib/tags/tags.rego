# METADATA
# title: Tags
# description: Tags as people write them; case and separators of keys, and case of values, do not count.
package lib.tags

# The values of a tag, in lower case: `values({"Data_Classification": "PHI"}, "dataclassification")` is `{"phi"}`.
values(labels, plain_key) := {lower(value) |
	some key, value in labels
	_plain(key) == plain_key
}

_plain(key) := lower(replace(replace(key, "-", ""), "_", ""))
