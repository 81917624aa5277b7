package hardening.k8s_image_tag_test

import data.hardening.k8s_image_tag

# The outcome for a pod with this pod spec and one container.
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
	count(k8s_image_tag.deny) == 0 with input as _of({}, {"image": "claude-gateway:v2.1.0"}) with data.parameters as _parameters
	count(k8s_image_tag.deny) == 0 with input as _of({}, {"image": $"web:latest@sha256:{_hash}"}) with data.parameters as _parameters
}

test_fail if {
	_messages({}) == {"the image of container web has no tag"}
	_messages({"image": "registry:5000/web"}) == {"the image of container web has no tag"}
	_messages({"image": "web:Latest"}) == {"the tag Latest of container web moves"}
	_messages({"image": 5}) == {"the image of container web has no tag"}
}

_messages(container) := {denial.message |
	some denial in k8s_image_tag.deny with input as _of({}, container) with data.parameters as _parameters
}

_parameters := {"mutable_image_tags": ["latest", "main"]}

_hash := "6b3e4c5f0d7a9b8c1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d"
