package hardening.registry_scan_and_immutable_test

import data.hardening.registry_scan_and_immutable as rule

repository(on_push, mutability) := {"resources": [{
	"key": "aws_ecr_repository.r",
	"attributes": {"image_tag_mutability": mutability},
	"facets": {"image_scanning": {"on_push": on_push, "path": ["image_scanning_configuration", 0, "scan_on_push"]}},
}]}

test_scanned_and_fixed_passes if {
	count(rule.deny) == 0 with input as repository(true, "IMMUTABLE")
	count(rule.deny) == 0 with input as repository(true, "IMMUTABLE_WITH_EXCLUSION")
}

test_each_lack_is_denied if {
	count(rule.deny) == 1 with input as repository(false, "IMMUTABLE")
	count(rule.deny) == 2 with input as repository(false, "MUTABLE")
}
