package resilience.asg_multi_az_health_test

import data.resilience.asg_multi_az_health as rule

_group(zones, attached, attributes) := {"resources": [{"key": "a", "labels": {}, "attributes": attributes, "facets": {
	"zones": {"count": zones, "path": ["vpc_zone_identifier"]},
	"load_balanced": {"attached": attached},
}}]}

_paths := {denial.path | some denial in rule.deny}

_good := {"min_size": 2, "health_check_type": "ELB"}

test_good_passes if {
	_paths == set() with input as _group(2, true, _good)
	_paths == set() with input as _group(2, true, {"min_size": 2, "health_check_type": "EBS,ELB"})
	_paths == set() with input as _group(3, false, {"min_size": 0})
}

test_denied if {
	_paths == {["vpc_zone_identifier"]} with input as _group(1, true, _good)
	_paths == {["health_check_type"]} with input as _group(2, true, {"min_size": 2})
	_paths == {["health_check_type"]} with input as _group(2, true, {"min_size": 2, "health_check_type": "EC2"})
	_paths == {["min_size"]} with input as _group(2, false, {"min_size": 1})
	_paths == {["min_size"]} with input as _group(2, true, {"min_size": 0, "health_check_type": "ELB"})
}

test_test_systems_are_exempt if {
	count(rule.exempt) == 1 with input as {"resources": [{"key": "a", "labels": {"env": "dev"}}]}
	count(rule.exempt) == 0 with input as _group(2, true, _good)
}
