package hardening.registry_scan_on_push_test

import data.hardening.registry_scan_on_push as rule

_repository(on_push) := {"resources": [{
	"key": "aws_ecr_repository.r",
	"facets": {"image_scanning": {"on_push": on_push, "path": ["image_scanning_configuration", 0, "scan_on_push"]}},
}]}

test_scanned_passes if count(rule.deny) == 0 with input as _repository(true)

test_unscanned_is_denied if {
	count(rule.deny) == 1 with input as _repository(false)
	count(rule.deny) == 1 with input as _repository("perhaps")
}
