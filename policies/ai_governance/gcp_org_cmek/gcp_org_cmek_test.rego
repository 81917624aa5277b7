package ai_governance.gcp_org_cmek_test

import data.ai_governance.gcp_org_cmek as rule

of(change) := {"resources": [{"key": "p", "facets": {"org_policy": object.union(
	{"constraint": "gcp.restrictNonCmekServices", "trial": false, "unlimited": null, "allowed": [], "path": ["spec"]},
	change,
)}}]}

messages(change) := {denial.message | some denial in rule.deny with input as of(change)}

test_a_limit_passes if count(messages({})) == 0

test_no_limit_is_denied if {
	messages({"unlimited": "a rule allows everything"}) == {"the constraint gcp.restrictNonCmekServices limits nothing: a rule allows everything"}
	messages({"trial": true, "unlimited": "it has no rules"}) == {"the constraint gcp.restrictNonCmekServices is only tried out: nothing is refused"}
}

test_other_constraints_are_exempt if {
	count(rule.exempt) == 1 with input as of({"constraint": "compute.requireOsLogin", "unlimited": "it has no rules"})
	count(messages({"constraint": "compute.requireOsLogin", "unlimited": "it has no rules"})) == 0
	count(rule.exempt) == 0 with input as of({})
}
