package secrets.vm_userdata_secret_test

import data.secrets.vm_userdata_secret as rule

_resource(sightings) := {"resources": [{"key": "a", "facets": {"content_secrets": sightings}}]}

test_a_secret_is_denied if {
	some denial in rule.deny with input as _resource([{"path": ["p"], "name": "DB_PASSWORD", "detector": "secret-name"}])
	denial.path == ["p"]
	contains(denial.message, "secret-name")
}

test_none_passes if {
	count(rule.deny) == 0 with input as _resource([])
}

test_the_name_is_told if {
	some denial in rule.deny with input as _resource([{"path": ["p"], "name": "DB_PASSWORD", "detector": "secret-name"}])
	denial.message == "the script holds DB_PASSWORD in clear (recognised by: secret-name)"
}

test_without_a_name if {
	some denial in rule.deny with input as _resource([{"path": ["p"], "name": "", "detector": "github-token"}])
	denial.message == "the script holds a secret in clear (recognised by: github-token)"
}
