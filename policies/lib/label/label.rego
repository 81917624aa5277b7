# METADATA
# title: Labels
# description: Labels and tags compared with settings written as `key=value`.
package lib.label

# Whether one of the wanted `key=value` pairs is among the labels.
carries(labels, wanted) if {
	some key, value in labels
	$"{key}={value}" in wanted
}
