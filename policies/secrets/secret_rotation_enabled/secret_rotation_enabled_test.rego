package secrets.secret_rotation_enabled_test

import data.secrets.secret_rotation_enabled as rule

secret(rotation, labels) := {"resources": [{
	"key": "aws_secretsmanager_secret.s", "labels": labels, "facets": {"secret_rotation": rotation},
}]}

denials(rotation) := result if {
	result := rule.deny with input as secret(rotation, {}) with data.parameters.secret_rotation_days as 90
}

test_no_rotation_is_denied if count(denials({"schedule": "none", "days": null})) == 1

test_rotation_must_be_frequent_enough if {
	some denial in denials({"schedule": "days", "days": 180})
	denial.message == "the secret is rotated every 180 days, allowed are 90"
	count(denials({"schedule": "days", "days": 90})) == 0
	count(denials({"schedule": "calendar", "days": null})) == 0
}

test_secrets_of_others_are_exempt if {
	count(rule.exempt) == 1 with input as secret({"schedule": "none", "days": null}, {"rotation": "external"})
	count(rule.exempt) == 0 with input as secret({"schedule": "none", "days": null}, {})
}
