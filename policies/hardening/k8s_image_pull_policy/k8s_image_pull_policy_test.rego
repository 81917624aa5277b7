package hardening.k8s_image_pull_policy_test

import data.hardening.k8s_image_pull_policy

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
	_denied("web:1.4.2", null) == set()
	_denied("web", null) == set()
	_denied("web:latest", "Always") == set()
	_denied("web:main", "Always") == set()
	_denied($"web:main@sha256:{_hash}", "IfNotPresent") == set()
}

test_fail if {
	_denied("web:latest", "IfNotPresent") == {["spec", "containers", 0, "imagePullPolicy"]}
	_denied("web", "Never") == {["spec", "containers", 0, "imagePullPolicy"]}
	_denied("web:main", null) == {["spec", "containers", 0, "imagePullPolicy"]}
}

_denied(name, policy) := {denial.path |
	some denial in k8s_image_pull_policy.deny with input as _of({}, {"image": name, "imagePullPolicy": policy})
		with data.parameters.mutable_image_tags as ["latest", "main"]
}

_hash := "6b3e4c5f0d7a9b8c1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d"
