package ai_governance.sagemaker_endpoint_cmk_test

import data.ai_governance.sagemaker_endpoint_cmk as rule

_resource(state, labels) := {
	"key": "a",
	"labels": labels,
	"facets": {"encryption_at_rest": {"encryption": state, "path": ["p"]}},
}

_parameters := {"cmk_scope": "tagged", "sensitive_classes": ["phi"]}

test_only_a_customer_key_passes if {
	count(rule.deny) == 0 with input as {"resources": [_resource("customer-managed", {})]}
	count(rule.deny) == 1 with input as {"resources": [_resource("provider-managed", {})]}
	count(rule.deny) == 1 with input as {"resources": [{"key": "a", "labels": {}, "facets": {"encryption_at_rest": {"path": ["p"]}}}]}
}

test_only_classified_data_is_judged if {
	plain := _resource("provider-managed", {"team": "search"})
	classified := _resource("provider-managed", {"DataClassification": "PHI"})
	everything := object.union(_parameters, {"cmk_scope": "all"})
	count(rule.exempt) == 1 with input as {"resources": [plain]} with data.parameters as _parameters
	count(rule.exempt) == 0 with input as {"resources": [classified]} with data.parameters as _parameters
	count(rule.exempt) == 0 with input as {"resources": [plain]} with data.parameters as everything
}

_endpoint(variant) := {"resources": [{
	"key": "a",
	"labels": {"data-classification": "phi"},
	"attributes": {"production_variants": [variant]},
	"facets": {"encryption_at_rest": {"encryption": "provider-managed", "path": ["p"]}},
}]}

test_where_no_key_can_be_named if {
	count(rule.exempt) == 1 with input as _endpoint({"instance_type": "ml.g5.xlarge"}) with data.parameters as _parameters
	count(rule.exempt) == 1 with input as _endpoint({"instance_type": "ml.m5d.large"}) with data.parameters as _parameters
	count(rule.exempt) == 1 with input as _endpoint({"serverless_config": [{"max_concurrency": 5}]}) with data.parameters as _parameters
	count(rule.exempt) == 0 with input as _endpoint({"instance_type": "ml.m5.large", "serverless_config": []}) with data.parameters as _parameters
	count(rule.exempt) == 0 with input as _endpoint({}) with data.parameters as _parameters
}
