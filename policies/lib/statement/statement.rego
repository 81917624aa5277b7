# METADATA
# title: IAM statements
# description: What a normalised statement of an IAM-style policy document allows, to whom and where.
package lib.statement

# Whether a list of action patterns covers an action. Both sides may be in any letter case.
covers(patterns, action) if {
	some pattern in patterns
	glob.match(lower(pattern), [], lower(action))
}

# Whether a statement grants an action.
allows(statement, action) if {
	statement.effect == "Allow"
	covers(statement.actions, action)
}

allows(statement, action) if {
	statement.effect == "Allow"
	count(statement.not_actions) > 0
	not covers(statement.not_actions, action)
}

# Whether a statement of an identity's policy is held to some resources or circumstances by a condition.
# Conditions that any normal call meets (TLS, a second factor, a region, a time) hold it to nothing.
restricted(statement) if {
	some condition in statement.conditions
	not lower(condition.key) in _open_keys
	not endswith(lower(condition.operator), "ifexists")
	not "*" in condition.values
}

_open_keys := {
	"aws:currenttime",
	"aws:epochtime",
	"aws:multifactorauthage",
	"aws:multifactorauthpresent",
	"aws:requestedregion",
	"aws:securetransport",
	"aws:tokenissuetime",
	"aws:useragent",
}
