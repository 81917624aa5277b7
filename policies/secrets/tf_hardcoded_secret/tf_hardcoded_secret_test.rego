package secrets.tf_hardcoded_secret_test

import data.secrets.tf_hardcoded_secret as rule

sighted(sightings) := {"resources": [{"key": "aws_db_instance.d", "facets": {"hardcoded_secrets": sightings}}]}

test_sighting_is_denied_without_its_value if {
	some denial in rule.deny with input as sighted([{"path": ["password"], "name": "password", "detector": "secret-name"}])
	denial.path == ["password"]
	denial.message == "password is written down in clear (recognised by: secret-name)"
}

test_clean_passes if {
	count(rule.deny) == 0 with input as sighted([])
}
