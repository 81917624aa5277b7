package hardening.registry_tags_immutable_test

import data.hardening.registry_tags_immutable as rule

_repository(attributes) := {"resources": [{"key": "aws_ecr_repository.r", "attributes": attributes}]}

test_fixed_passes if {
	count(rule.deny) == 0 with input as _repository({"image_tag_mutability": "IMMUTABLE"})
	count(rule.deny) == 0 with input as _repository({"image_tag_mutability": "IMMUTABLE_WITH_EXCLUSION"})
}

test_movable_is_denied if {
	count(rule.deny) == 1 with input as _repository({"image_tag_mutability": "MUTABLE"})
	count(rule.deny) == 1 with input as _repository({})
	count(rule.deny) == 1 with input as _repository({"image_tag_mutability": 3})
}

artifacts(attributes) := {"resources": [{"key": "a", "type": "google_artifact_registry_repository", "attributes": attributes}]}

test_artifact_registry if {
	some denial in rule.deny with input as artifacts({"format": "DOCKER"})
	denial.path == ["docker_config"]
	count(rule.deny) == 0 with input as artifacts({"format": "DOCKER", "docker_config": [{"immutable_tags": true}]})
	count(rule.exempt) == 1 with input as artifacts({"format": "MAVEN"})
	count(rule.exempt) == 1 with input as artifacts({"format": "DOCKER", "mode": "REMOTE_REPOSITORY"})
	count(rule.exempt) == 0 with input as artifacts({"format": "DOCKER"})
}
