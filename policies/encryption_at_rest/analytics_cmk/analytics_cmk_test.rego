package encryption_at_rest.analytics_cmk_test

import data.encryption_at_rest.analytics_cmk as rule

_resource(state, labels) := {
	"key": "a",
	"labels": labels,
	"facets": {"encryption_at_rest": {"encryption": state, "path": ["p"]}},
}

_parameters := {"cmk_scope": "tagged", "sensitive_classes": ["phi"]}

test_service_key_is_denied if {
	count(rule.deny) == 1 with input as {"resources": [_resource("provider-managed", {"data-classification": "phi"})]}
	count(rule.deny) == 1 with input as {"resources": [_resource("perhaps", {"data-classification": "phi"})]}
}

test_customer_key_passes if {
	count(rule.deny) == 0 with input as {"resources": [_resource("customer-managed", {})]}
}

test_only_classified_data_is_judged if {
	unclassified := _resource("provider-managed", {"data-classification": "public"})
	classified := _resource("provider-managed", {"DataClassification": "PHI"})
	count(rule.exempt) == 1 with input as {"resources": [unclassified]} with data.parameters as _parameters
	count(rule.exempt) == 0 with input as {"resources": [classified]} with data.parameters as _parameters
}

test_everything_when_asked_for if {
	parameters := {"cmk_scope": "all", "sensitive_classes": []}
	count(rule.exempt) == 0 with input as {"resources": [_resource("none", {})]} with data.parameters as parameters
}
