package hardening.k8s_image_digest_test

import data.hardening.k8s_image_digest

_of(spec, container) := {"resources": [{
	"key": "k",
	"scope": "shop",
	"name": "web",
	"facets": {"pod": {
		"path": ["spec"],
		"spec": spec,
		"containers": [{"path": ["spec", "containers", 0], "kind": "container", "name": "web", "spec": container}],
	}},
}]}

test_pass if {
	_denied({"image": "registry.example.com/web:1@sha256:6b3e4c5f0d7a9b8c1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d"}) == set()
}

test_fail if {
	_denied({"image": "registry.example.com/web:1.4.2"}) == {["spec", "containers", 0, "image"]}
	_denied({}) == {["spec", "containers", 0, "image"]}
	_denied({"image": 7}) == {["spec", "containers", 0, "image"]}
}

_denied(container) := {denial.path | some denial in k8s_image_digest.deny with input as _of({}, container)}
