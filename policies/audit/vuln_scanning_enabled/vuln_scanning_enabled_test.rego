package audit.vuln_scanning_enabled_test

import data.audit.vuln_scanning_enabled as rule

_plan(types) := {"resources": [{"key": "p", "type": "scope/plan", "labels": {}, "facets": {"plan_contents": {"types": types}}}]}

_enabler(scanned, missing) := {"resources": [{"key": "e", "type": "aws_inspector2_enabler", "labels": {}, "facets": {"vulnerability_scanning": {
	"scanned": scanned,
	"missing": missing,
}}}]}

_registry(attributes) := {"resources": [{"key": "r", "type": "aws_ecr_registry_scanning_configuration", "labels": {}, "attributes": attributes}]}

test_plans_without_a_scanner_are_denied if {
	count(rule.deny) == 1 with input as _plan(["aws_lambda_function"])
	count(rule.exempt) == 0 with input as _plan(["aws_lambda_function"])
}

test_other_plans_are_exempt if {
	count(rule.exempt) == 1 with input as _plan(["aws_s3_bucket"])
	count(rule.exempt) == 1 with input as _plan(["aws_lambda_function", "aws_inspector2_enabler"])
}

test_enablers if {
	count(rule.deny) == 0 with input as _enabler(["EC2"], [])
	count(rule.deny) == 1 with input as _enabler([], [])
	some denial in rule.deny with input as _enabler(["EC2"], ["LAMBDA"])
	denial.message == "Inspector does not scan functions, which the plan uses"
}

test_registries if {
	count(rule.deny) == 0 with input as _registry({"scan_type": "ENHANCED"})
	count(rule.deny) == 1 with input as _registry({})
	some denial in rule.deny with input as _registry({"scan_type": "BASIC"})
	denial.severity == "low"
}
