package access.cluster_access_entries_test

import data.access.cluster_access_entries as rule

_denied(attributes) := count(denials) if {
	denials := rule.deny with input as {"resources": [{"key": "a", "attributes": attributes}]}
}

test_config_map_and_unsaid_are_denied if {
	_denied({"access_config": [{"authentication_mode": "CONFIG_MAP"}]}) == 1
	_denied({"access_config": [{"authentication_mode": "perhaps"}]}) == 1
	_denied({"access_config": [{}]}) == 1
	_denied({"access_config": []}) == 1
	_denied({}) == 1
}

test_entries_pass if {
	_denied({"access_config": [{"authentication_mode": "API"}]}) == 0
	_denied({"access_config": [{"authentication_mode": "API_AND_CONFIG_MAP"}]}) == 0
}
