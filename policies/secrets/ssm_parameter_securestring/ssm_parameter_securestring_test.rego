package secrets.ssm_parameter_securestring_test

import data.secrets.ssm_parameter_securestring as rule

_resource(sightings) := {"resources": [{"key": "a", "facets": {"content_secrets": sightings}}]}

test_a_secret_is_denied if {
	some denial in rule.deny with input as _resource([{"path": ["p"], "name": "DB_PASSWORD", "detector": "secret-name"}])
	denial.path == ["type"]
	contains(denial.message, "secret-name")
}

test_none_passes if {
	count(rule.deny) == 0 with input as _resource([])
}
