package ai_governance.azure_openai_model_version_test

import data.ai_governance.azure_openai_model_version as rule

_deployment(option, version) := {"key": "azurerm_cognitive_deployment.chat", "attributes": {"version_upgrade_option": option, "model": [{"version": version}]}}

_paths(resource) := {path |
	some denial in rule.deny with input as {"resources": [resource]}
	path := denial.path
}

test_held if {
	_paths(_deployment("NoAutoUpgrade", "2024-11-20")) == set()
	_paths(_deployment("OnceCurrentVersionExpired", "2024-11-20")) == set()
}

test_moving if _paths(_deployment("OnceNewDefaultVersionAvailable", "2024-11-20")) == {["version_upgrade_option"]}

test_no_version if _paths(_deployment("NoAutoUpgrade", null)) == {["model", 0, "version"]}

test_absent_and_junk if {
	_paths({"key": "a", "attributes": {}}) == {["version_upgrade_option"]}
	_paths(_deployment(false, 4)) == {["version_upgrade_option"], ["model", 0, "version"]}
}
