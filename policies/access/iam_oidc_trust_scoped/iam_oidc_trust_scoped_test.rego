package access.iam_oidc_trust_scoped_test

import data.access.iam_oidc_trust_scoped as rule

_denied(more) := result if {
	base := {"issuer": "gitlab.com", "subject": "pinned", "subjects": ["s"], "audience": true, "path": ["p"]}
	trust := object.union(base, more)
	result := [denial | some denial in rule.deny] with input as {"resources": [{"key": "a", "facets": {"web_identity_trust": [trust]}}]}
}

test_pinned_passes if _denied({}) == []

test_open_and_missing_are_denied if {
	contains(_denied({"subject": "open"})[0].message, "the subject s does not settle the owner")
	contains(_denied({"subject": "missing", "subjects": []})[0].message, "no condition asks for a subject")
	count(_denied({"subject": "perhaps"})) == 1
}

test_missing_audience_is_low if {
	_denied({"audience": false})[0].severity == "low"
	count(_denied({"audience": false, "subject": "open"})) == 1
}

test_conditions_of_google if {
	trust := {"issuer": "gitlab.com", "subjects": [], "audience": true, "path": ["attribute_condition"]}
	some missing in rule.deny with input as {"resources": [{"key": "p", "facets": {"web_identity_trust": [object.union(trust, {"subject": "missing"})]}}]}
	missing.message == "any build at gitlab.com is taken: no condition asks whose it is"
	some open in rule.deny with input as {"resources": [{"key": "p", "facets": {"web_identity_trust": [object.union(trust, {"subject": "open"})]}}]}
	open.message == "builds of others at gitlab.com are taken: the condition does not settle the owner"
}
