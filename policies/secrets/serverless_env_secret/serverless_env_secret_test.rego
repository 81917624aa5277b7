package secrets.serverless_env_secret_test

import data.secrets.serverless_env_secret as rule

sighted(sightings) := {"resources": [{"key": "aws_lambda_function.f", "facets": {"environment_secrets": sightings}}]}

test_sighting_is_denied_without_its_value if {
	some denial in rule.deny with input as sighted([{"path": ["environment", 0, "variables", "API_KEY"], "name": "API_KEY", "detector": "secret-name"}])
	denial.path == ["environment", 0, "variables", "API_KEY"]
	denial.message == "environment variable API_KEY holds a secret in clear (recognised by: secret-name)"
}

test_clean_passes if {
	count(rule.deny) == 0 with input as sighted([])
}
