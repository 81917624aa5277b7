# METADATA
# title: Pods and workloads
# description: What several rules on pod templates ask of a resource.
package lib.kubernetes

# The pods run on Windows nodes, where many settings of Linux do not exist.
windows(resource) if resource.facets.pod.spec.os.name == "windows"

# Whether a list of `namespace/name` patterns names the resource; `*` stands for any name.
listed(resource, patterns) if {
	some pattern in patterns
	glob.match(pattern, ["/"], $"{resource.scope}/{resource.name}")
}
