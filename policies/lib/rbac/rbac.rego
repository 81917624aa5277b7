# METADATA
# title: Role-based access control of Kubernetes
# description: What several rules ask of roles and their subjects.
package lib.rbac

# Whether a rule of a role grants one of the verbs on one of the resources of the API groups. Names of single objects are not looked at.
grants(rule, groups, resources, verbs) if {
	count({group | some group in rule.apiGroups} & (groups | {"*"})) > 0
	count({resource | some resource in rule.resources} & (resources | {"*"})) > 0
	count({verb | some verb in rule.verbs} & (verbs | {"*"})) > 0
}

# Whether a pattern names the subject: `Group/system:masters`, `ServiceAccount/kube-system/*`; `*` stands for any text without a slash.
listed(subject, patterns) if {
	some pattern in patterns
	glob.match(pattern, ["/"], subject)
}

# Whether a role is given to somebody in the input, and to nobody but those listed.
bound_only_to(subjects, patterns) if {
	count(subjects) > 0
	every subject in subjects {
		listed(subject, patterns)
	}
}

# Whether a role comes with Kubernetes itself, which puts it back at every start of the API server. The label tells; a name
# that begins with "system:" anyone may give.
built_in(resource) if resource.labels["kubernetes.io/bootstrapping"] == "rbac-defaults"
