# METADATA
# title: Network policies
# description: What several rules say of the reach of a NetworkPolicy rule.
package lib.network_policy

# The rule lets traffic to or from everywhere, which its facet has seen and not assumed.
anywhere(rule) if rule.reach in {"anyone", "internet"}

# Where such a rule leads, in words: "every address" or the ranges.
place(rule) := "every address" if rule.reach == "anyone"

place(rule) := concat(", ", rule.cidrs) if rule.reach == "internet"

# Whether a rule lets every port of some protocol through, as its facet words that.
every_port(rule) if regex.match("all ports|port [01]-65535/", rule.ports)

# Path from a workload's attributes to the labels that network policies select its pods by.
pod_labels_path(pod) := array.concat(array.slice(pod.path, 0, count(pod.path) - 1), ["metadata", "labels"])
