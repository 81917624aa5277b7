package encryption_in_transit.cdn_https_only_test

import data.encryption_in_transit.cdn_https_only as rule

_distribution(default_policy, ordered_policies, origin_policies) := {"resources": [{"key": "a", "labels": {}, "attributes": {
	"default_cache_behavior": [{"viewer_protocol_policy": default_policy}],
	"ordered_cache_behavior": [{"viewer_protocol_policy": policy} | some policy in ordered_policies],
	"origin": [{"custom_origin_config": [{"origin_protocol_policy": policy}]} | some policy in origin_policies],
}}]}

_paths := {denial.path | some denial in rule.deny}

test_https_passes if _paths == set() with input as _distribution("redirect-to-https", ["https-only"], ["https-only"])

test_plain_viewers_are_denied if {
	_paths == {["default_cache_behavior", 0, "viewer_protocol_policy"]} with input as _distribution("allow-all", [], [])
	_paths == {["ordered_cache_behavior", 1, "viewer_protocol_policy"]} with input as _distribution("https-only", ["https-only", "allow-all"], [])
}

_origin_path := ["origin", 0, "custom_origin_config", 0, "origin_protocol_policy"]

test_plain_origin_is_denied if _paths == {_origin_path} with input as _distribution("https-only", [], ["http-only"])

test_matching_the_viewer if {
	_paths == set() with input as _distribution("https-only", ["https-only"], ["match-viewer"])
	_paths == {_origin_path} with input as _distribution("https-only", ["redirect-to-https"], ["match-viewer"])
}

test_without_further_behaviors if {
	matching := json.remove(_distribution("https-only", [], ["match-viewer"]), ["resources/0/attributes/ordered_cache_behavior"])
	_paths == set() with input as matching
}
